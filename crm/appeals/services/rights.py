"""Who may do what with an appeal: the rules are those of every case."""

from crm.cases.rights import NotAllowed, Rights, may, require

__all__ = ["NotAllowed", "Rights", "may", "require"]
