"""Tables of the city's shared facts, one module per topic."""

from directory.models.addressees import Addressee, Contact, Duty
from directory.models.calendars import Holiday, Regime, WorkingCalendar
from directory.models.classifiers import Classifier, ClassifierValue
from directory.models.editions import Edition
from directory.models.groups import AddresseeGroup, GroupMember
from directory.models.keeping import CopyingFee, RetentionTerm
from directory.models.papers import PrintTemplate
from directory.models.rules import DeadlineRule, Profile
from directory.models.schedules import Leave, Schedule, ScheduleException, ScheduleWindow

__all__ = [
    "Addressee",
    "AddresseeGroup",
    "Classifier",
    "ClassifierValue",
    "Contact",
    "CopyingFee",
    "DeadlineRule",
    "Duty",
    "GroupMember",
    "Holiday",
    "Leave",
    "PrintTemplate",
    "Profile",
    "Regime",
    "RetentionTerm",
    "Schedule",
    "ScheduleException",
    "ScheduleWindow",
    "Edition",
    "WorkingCalendar",
]
