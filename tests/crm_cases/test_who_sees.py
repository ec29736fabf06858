"""Who may read a case (A-08, A-20): one fence for every screen."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from core import clock
from core.accounts.models import User
from core.accounts.services import close_break_glass, open_break_glass
from core.audit.models import Viewing
from crm.cases.access import open_attachment_for, open_case_for
from crm.cases.models import Attachment, Case
from crm.cases.services import attach_files, check_files, name_executor
from directory.models import Duty
from tests.factories.crm import AppealFactory, CaseFactory
from tests.factories.directory import AddresseeFactory
from tests.files import pdf
from tests.people import ROLES, make_person

pytestmark = pytest.mark.django_db


def sees(user, case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def test_author_office_and_those_on_duty_see_and_nobody_else(story, people):
    case = story.submitted()
    readers = {name for name in ROLES if sees(getattr(people, name), case)}
    assert readers == {"resident", "clerk", "moderator", "head"}
    assert not sees(people.stranger, case)
    assert not sees(AnonymousUser(), case)
    assert not sees(None, case)


def test_person_who_was_switched_off_sees_nothing(story, people):
    case = story.submitted()
    people.clerk.is_active = False
    assert not sees(people.clerk, case)


def test_executor_sees_only_the_cases_they_are_named_in(story, people):
    mine, other = story.assigned(), story.submitted()
    assert sees(people.executor, mine)
    assert not sees(people.executor, other)
    name_executor(mine, make_person("executor"), [people.executor])
    assert sees(people.executor, mine)
    name_executor(mine, make_person("executor"))
    assert not sees(people.executor, mine)


def test_executor_sees_their_own_letters_beside_their_work(story, people):
    own = CaseFactory(author=people.executor, addressee=AddresseeFactory(listed=True))
    work = story.assigned()
    seen = Case.objects.visible_to(people.executor)
    assert set(seen) == {own, work}


def test_duty_reaches_the_branch_only_when_it_says_so(people):
    council = AddresseeFactory(listed=True, head=people.head)
    department = AddresseeFactory(listed=True, parent=council)
    case = AppealFactory(case__addressee=department).case
    assert not sees(people.head, case)
    Duty.objects.filter(user=people.head).update(with_subtree=True)
    assert sees(people.head, case)


def test_role_without_a_duty_and_duty_without_a_role_give_nothing(story, people):
    case = story.submitted()
    assert not sees(make_person("moderator"), case)
    editor = people.editor
    Duty.objects.create(addressee=story.addressee, user=editor, role=Duty.Role.MODERATOR)
    assert not sees(editor, case)


class TestComplaints:
    """A-08: the body complained about and everything below it never consider the complaint."""

    @pytest.fixture
    def tree(self, people):
        council = AddresseeFactory(listed=True)
        Duty.objects.create(
            addressee=council, user=people.head, role=Duty.Role.HEAD, with_subtree=True
        )
        department = AddresseeFactory(listed=True, parent=council, moderator=people.moderator)
        section = AddresseeFactory(listed=True, parent=department)
        return council, department, section

    def test_moderator_of_the_blamed_does_not_see_it(self, tree, people):
        _council, department, _section = tree
        case = AppealFactory(case__addressee=department, case__against=department).case
        assert not sees(people.moderator, case)
        assert sees(people.clerk, case)

    def test_staff_below_the_blamed_do_not_see_it(self, tree, people):
        _council, department, section = tree
        below = make_person("moderator")
        Duty.objects.create(addressee=section, user=below, role=Duty.Role.MODERATOR)
        case = AppealFactory(case__addressee=section, case__against=department).case
        assert not sees(below, case)

    def test_head_above_the_blamed_sees_it(self, tree, people):
        _council, department, _section = tree
        case = AppealFactory(case__addressee=department, case__against=department).case
        assert sees(people.head, case)

    def test_moderator_sees_a_complaint_about_somebody_else(self, tree, people):
        council, department, _section = tree
        other = AddresseeFactory(listed=True, parent=council)
        case = AppealFactory(case__addressee=department, case__against=other).case
        assert sees(people.moderator, case)

    def test_duty_taken_later_closes_the_case_to_its_executor(self, tree, people):
        council, department, _section = tree
        executor = people.executor
        case = AppealFactory(
            state="assigned",
            case__addressee=council,
            case__against=department,
            case__assignee=executor,
        ).case
        assert sees(executor, case)
        Duty.objects.create(addressee=department, user=executor, role=Duty.Role.EXECUTOR)
        assert not sees(User.objects.get(pk=executor.pk), case)

    def test_author_sees_own_complaint_about_own_office(self, tree, people):
        _council, department, _section = tree
        case = CaseFactory(author=people.moderator, addressee=department, against=department)
        assert sees(people.moderator, case)


class TestBreakGlass:
    def test_administrator_and_superuser_see_nothing(self, story, people):
        case = story.submitted()
        assert not sees(people.admin, case)
        assert not sees(make_person(is_superuser=True, is_staff=True), case)

    def test_an_open_session_lets_in_and_is_written_down(self, story, people):
        case, at = story.submitted(), clock.now()
        session = open_break_glass(people.admin, "Скарга на втрату файлів", at=at)
        assert open_case_for(people.admin, case.public_id, "desk", at) == case
        assert Viewing.objects.get(actor=people.admin).break_glass_id == session.pk
        late = at + timedelta(days=1)
        with pytest.raises(Http404):
            open_case_for(people.admin, case.public_id, "desk", late)
        close_break_glass(people.admin, at=at)
        with pytest.raises(Http404):
            open_case_for(people.admin, case.public_id, "desk", at)


def test_opening_is_recorded_for_staff_and_author_and_refusal_is_not(story, people):
    """PD-05: who, when, what and on which screen."""
    case, at = story.submitted(), clock.now()
    for name in ("clerk", "resident"):
        open_case_for(getattr(people, name), case.public_id, "desk.card", at)
    for person in (people.stranger, people.admin, people.analyst):
        with pytest.raises(Http404):
            open_case_for(person, case.public_id, "desk.card", at)
    seen = Viewing.objects.values_list("actor", "target_pk", "screen")
    assert set(seen) == {
        (people.clerk.pk, str(case.pk), "desk.card"),
        (people.resident.pk, str(case.pk), "desk.card"),
    }


def test_absent_and_foreign_are_refused_in_the_same_way(story, people):
    case, refused = story.submitted(), []
    for public_id in (case.public_id, "0" * 20):
        with pytest.raises(Http404) as refusal:
            open_case_for(people.stranger, public_id, "desk", clock.now())
        refused.append(str(refusal.value))
    assert refused[0] == refused[1]


def test_author_does_not_get_files_meant_for_staff(story, people, private_root):
    case, at = story.assigned(), clock.now()
    attach_files(case, check_files([pdf("внутрішній.pdf")]), people.clerk, at)
    attach_files(case, check_files([pdf("для автора.pdf")]), people.clerk, at, for_author=True)
    inner, outer = Attachment.objects.order_by("pk")
    assert open_attachment_for(people.executor, inner.public_id, at) == inner
    assert open_attachment_for(people.resident, outer.public_id, at) == outer
    with pytest.raises(Http404):
        open_attachment_for(people.resident, inner.public_id, at)
    with pytest.raises(Http404):
        open_attachment_for(people.stranger, outer.public_id, at)


@pytest.mark.parametrize("name", ["clerk", "moderator", "executor", "resident"])
def test_fence_asks_few_questions(story, people, name, django_assert_max_num_queries):
    story.assigned()
    user = User.objects.get(pk=getattr(people, name).pk)
    with django_assert_max_num_queries(2):
        assert list(Case.objects.visible_to(user).for_list()[:25])
