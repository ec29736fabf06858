"""Print forms as the city wants them: templates with versions, tried out before they are kept."""

from directory.papers.services import keep_template, latest, return_to_shipped, source_of

__all__ = ["keep_template", "latest", "return_to_shipped", "source_of"]
