"""The form's own fields by their headings, so that rare ones stay folded until wanted."""

from dataclasses import dataclass, field

from blocks.forms.building import Row
from blocks.forms.services import BuiltForm


@dataclass
class Section:
    """A heading and what stands under it; the first one may have no heading."""

    label: str = ""
    help: str = ""
    rows: list[Row] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Something in it must be answered, has been answered, or was answered wrongly."""
        bounds = [row.bound for row in self.rows if row.bound is not None]
        return any(one.field.required or one.errors or one.value() for one in bounds)


def sections_of(form: BuiltForm) -> list[Section]:
    sections = [Section()]
    for row in form.rows():
        if row.bound is None:
            sections.append(Section(row.label, row.help))
        else:
            sections[-1].rows.append(row)
    return [section for section in sections if section.rows or section.label]
