"""Ways besides the plain one: joined, forwarded in part, requalified, repeated (13.1)."""

from datetime import timedelta

import pytest

from core import clock
from core.errors import RuleBroken
from core.notify.models import OutboxMessage
from crm.appeals import services as appeals
from crm.appeals.card_rules import Asked
from crm.appeals.likeness import likenesses_of
from crm.appeals.services.rights import NotAllowed
from crm.cases.models import Case, CaseLink
from tests.desk.test_access import card
from tests.desk.test_actions import act, fresh
from tests.factories.directory import AddresseeFactory
from tests.people import make_person

pytestmark = pytest.mark.django_db

TWO = [Asked("Q10", text="Дах"), Asked("Q09", text="Сміття", is_main=False)]


def with_two_questions(story):
    case = story.submitted()
    return appeals.confirm_registration(case, story.people.clerk, clock.now(), questions=TWO)


class TestJoining:
    def two(self, story, people):
        first = story.registered()
        other = story.registered(author=people.stranger)
        return first, other

    def test_one_reply_answers_both_authors_under_indexes_of_their_own(
        self, story, client_of, people
    ):
        """R-03: one reply closes both, each author is answered."""
        first, other = self.two(story, people)
        done = act(client_of("clerk"), other, "join", first=first.number.lower())
        assert done.status_code == 302
        assert fresh(other).state == "joined"
        assert fresh(other).registration.sign == "2.3"
        assert not other.clocks.filter(clock__stopped_at=None).exists()
        case = appeals.assign_appeal(
            first, people.executor, people.head, clock.now(), resolution="Оглянути"
        )
        appeals.accept_assignment(case, people.executor, clock.now())
        appeals.draft_reply(case, "Дах полагодять.", "9.1", people.executor, clock.now())
        appeals.sign_reply(case, people.head, clock.now())
        both = [fresh(first), fresh(other)]
        assert [one.state for one in both] == ["answered", "answered"]
        assert [one.appeal.reply_text for one in both] == ["Дах полагодять."] * 2
        assert [one.appeal.outgoing_index for one in both] == [
            f"1/{first.number}",
            f"2/{other.number}",
        ]
        told = OutboxMessage.objects.filter(kind="appeals.answered")
        assert {one.user for one in told} == {people.resident, people.stranger}
        appeals.close_appeal(fresh(first), people.clerk, clock.now())
        assert fresh(other).state == "closed"

    def test_withdrawal_of_the_first_frees_the_other_with_its_own_term(self, story, people):
        first, other = self.two(story, people)
        due = other.due_on
        appeals.join_appeal(other, first, people.clerk, clock.now())
        appeals.withdraw_appeal(first, people.resident, clock.now())
        other = fresh(other)
        assert (other.state, other.is_open, other.due_on) == ("registered", True, due)
        assert other.clocks.filter(clock__stopped_at=None).exists()

    def test_what_becomes_of_the_first_becomes_of_the_other(self, story, people):
        first, other = self.two(story, people)
        appeals.join_appeal(other, first, people.clerk, clock.now())
        appeals.forward_appeal(first, "Облрада", "Їхнє", people.clerk, clock.now())
        other = fresh(other)
        assert (other.state, other.appeal.result) == ("forwarded", "9.5")
        assert other.appeal.forwarded_to == "Облрада"

    def test_clerk_parts_what_was_joined_by_mistake(self, story, client_of, people):
        first, other = self.two(story, people)
        appeals.join_appeal(other, first, people.clerk, clock.now())
        assert act(client_of("clerk"), other, "part").status_code == 302
        assert fresh(other).state == "registered"
        assert CaseLink.objects.get().kind == "same_matter"

    @pytest.mark.parametrize("number", ["", "Д-999/26", "itself", "later", "finished"])
    def test_wrong_first_is_refused_beside_the_field(self, story, client_of, people, number):
        case = story.registered()
        others = {
            "itself": lambda: case,
            "later": lambda: story.registered(author=people.stranger),
            "finished": lambda: appeals.return_to_author(
                story.registered(author=people.stranger),
                "Ст. 5",
                people.clerk,
                clock.now(),
                ground="form",
            ),
        }
        typed = others[number]().number if number in others else number
        answer = act(client_of("clerk"), case, "join", first=typed)
        assert answer.status_code == 422
        assert answer.context["card"].panels
        assert fresh(case).state == "registered"

    def test_two_appeals_cannot_follow_each_other(self, story, people):
        first, other = self.two(story, people)
        appeals.join_appeal(other, first, people.clerk, clock.now())
        with pytest.raises(RuleBroken):
            appeals.join_appeal(first, other, people.clerk, clock.now())

    def test_only_the_office_joins(self, story, people):
        first, other = self.two(story, people)
        for person in (people.head, people.moderator, people.executor):
            with pytest.raises(NotAllowed):
                appeals.join_appeal(other, first, person, clock.now())


class TestForwardingInPart:
    def test_part_goes_and_the_rest_stays(self, story, client_of, people):
        """A-07: one appeal may be forwarded in part, split by question."""
        case = with_two_questions(story)
        answer = act(
            client_of("clerk"), case, "forward", to_body="Облрада", reason="Їхнє", questions=["2"]
        )
        assert answer.status_code == 302
        case = fresh(case)
        part = Case.objects.get(number=f"{case.number}-1")
        assert (case.state, part.state) == ("registered", "forwarded")
        assert [one.topic for one in case.questions.all()] == ["Q10"]
        [gone] = part.questions.all()
        assert (gone.topic, gone.result, gone.is_main) == ("Q09", "9.5", True)
        assert part.received_at == case.received_at
        assert part.appeal.body == case.appeal.body
        assert part.author == people.resident
        told = case.events.filter(visibility="author").order_by("-pk")[0]
        assert "Облрада" in told.text

    def test_all_questions_are_the_whole_appeal(self, story, client_of):
        case = with_two_questions(story)
        act(client_of("clerk"), case, "forward", to_body="Облрада", questions=["1", "2"])
        assert fresh(case).state == "forwarded"
        assert Case.objects.count() == 1

    @pytest.mark.parametrize("questions", [["7"], ["2; DROP"], ["-1"]])
    def test_unknown_question_is_refused(self, story, client_of, questions):
        case = with_two_questions(story)
        answer = act(client_of("clerk"), case, "forward", to_body="ОДА", questions=questions)
        assert answer.status_code == 422
        assert Case.objects.count() == 1

    def test_second_press_forwards_no_second_part(self, story, client_of):
        case = with_two_questions(story)
        clerk, typed = client_of("clerk"), {"to_body": "Облрада", "questions": ["2"]}
        first = act(clerk, case, "forward", **typed)
        second = act(clerk, case, "forward", **typed)
        assert (first.status_code, second.status_code) == (302, 422)
        assert Case.objects.count() == 2


class TestRequalifying:
    def test_request_for_service_keeps_index_and_receipt_and_is_done(
        self, story, client_of, people
    ):
        """A-26: the term is counted anew from the same receipt."""
        case = story.submitted(at=clock.now() - timedelta(hours=5))
        clerk = client_of("clerk")
        typed = {"to_kind": "request", "reason": "Це заявка на послугу."}
        assert act(clerk, case, "requalify", **typed).status_code == 302
        case = fresh(case)
        request = Case.objects.get(kind="request")
        assert (case.state, case.is_open) == ("requalified", False)
        assert (request.number, request.received_at) == (case.number, case.received_at)
        assert request.main_clock_id != case.main_clock_id and request.due_on is not None
        done = act(clerk, request, "dispatch", executor=people.executor.pk, task="Полагодити")
        assert done.status_code == 302
        assert act(client_of("executor"), request, "done", text="Полагодили").status_code == 302
        assert act(clerk, request, "close").status_code == 302
        request = fresh(request)
        assert request.state == "closed"
        assert (
            client_of("resident").get(f"/cabinet/appeals/{request.public_id}/").status_code == 200
        )

    def test_information_request_keeps_index_and_receipt(self, story, client_of, people):
        case = story.submitted(at=clock.now() - timedelta(hours=5))
        typed = {"to_kind": "information", "reason": "Це запит на інформацію."}
        assert act(client_of("clerk"), case, "requalify", **typed).status_code == 302
        asked = Case.objects.get(kind="information")
        assert (asked.number, asked.received_at) == (case.number, case.received_at)
        assert asked.due_on < case.due_on

    def test_personal_data_request_keeps_index_receipt_and_the_right(self, story, client_of):
        case = story.submitted(at=clock.now() - timedelta(hours=5))
        typed = {"to_kind": "personal_data", "right": "delete", "reason": "Про Ваші дані."}
        assert act(client_of("clerk"), case, "requalify", **typed).status_code == 302
        asked = Case.objects.get(kind="personal_data")
        assert (asked.number, asked.received_at) == (case.number, case.received_at)
        assert asked.personal_data_request.right == "delete"
        assert {one.purpose for one in asked.clocks.all()} == {"study", "reply"}

    def test_personal_data_request_needs_its_right(self, story, client_of):
        case = story.submitted()
        typed = {"to_kind": "personal_data", "reason": "Про Ваші дані."}
        assert act(client_of("clerk"), case, "requalify", **typed).status_code == 422
        assert (fresh(case).state, Case.objects.count()) == ("submitted", 1)

    def test_administrative_application_has_its_own_number_and_thirty_days(
        self, story, client_of, people
    ):
        """A-26: an application for an administrative act goes by its own law."""
        case = story.submitted(at=clock.now() - timedelta(hours=5))
        clerk = client_of("clerk")
        letters = OutboxMessage.objects.filter(user=people.resident)
        before = letters.count()
        typed = {"to_kind": "administrative", "reason": "Це заява про видачу дозволу."}
        for _press in range(2):
            act(clerk, case, "requalify", **typed)
        made = Case.objects.get(kind="administrative")
        year = made.registered_on.year % 100
        assert made.number == f"АП-1/{year}"
        assert (made.state, made.received_at) == ("new", case.received_at)
        terms = {one.purpose: one.clock for one in made.clocks.select_related("clock")}
        assert terms["reply"].nominal_on == clock.local(case.received_at).date() + timedelta(
            days=30
        )
        assert made.main_clock == terms["reply"]
        assert terms["incomplete"].due_on < made.due_on
        assert made.links.get().earlier == case
        assert letters.count() == before + 1
        letter = letters.get(kind="appeals.requalified")
        assert made.number in letter.body_text and case.number in letter.body_text
        assert made.subject not in letter.body_text

    def test_administrative_application_is_dispatched_decided_and_closed(
        self, story, client_of, people
    ):
        case = story.submitted()
        clerk = client_of("clerk")
        typed = {"to_kind": "administrative", "reason": "Це заява про видачу дозволу."}
        act(clerk, case, "requalify", **typed)
        made = Case.objects.get(kind="administrative")
        assert act(clerk, made, "done", text="Рано").status_code == 409
        page = clerk.get(f"/desk/cases/{made.public_id}/").content.decode()
        assert "Заява в адміністративній справі" in page and made.number in page
        act(clerk, made, "dispatch", executor=people.executor.pk, task="Розглянути")
        assert act(client_of("executor"), made, "done", text="Дозвіл видано.").status_code == 302
        assert all(one.clock.stopped_at for one in made.clocks.select_related("clock"))
        assert act(clerk, made, "close").status_code == 302
        assert fresh(made).state == "closed"
        seen = client_of("resident").get(f"/cabinet/appeals/{made.public_id}/")
        assert "Дозвіл видано." in seen.content.decode()
        listed = clerk.get("/desk/?kind=administrative&open=all").content.decode()
        assert made.number in listed

    def test_only_what_is_not_registered_yet(self, story, people):
        with pytest.raises(RuleBroken):
            appeals.requalify_appeal(story.registered(), "Ні", people.clerk, clock.now())


class TestRepeating:
    def test_author_writes_again_and_both_are_linked(self, story, client_of, people):
        case = story.answered()
        client = client_of("resident")
        started = client.post(f"/cabinet/appeals/{case.public_id}/repeat/")
        assert started.status_code == 302
        again = client.post(f"/cabinet/appeals/{case.public_id}/repeat/")
        assert again["Location"] == started["Location"]
        draft = case.author.appeal_drafts.get(repeats=case)
        appeals.save_draft(
            draft,
            {
                "kind": "statement",
                "subject": "Дах",
                "body": "Не полагодили",
                "reply_channel": "cabinet",
            },
            clock.now(),
        )
        new = appeals.register_appeal(draft, people.resident, clock.now())
        link = CaseLink.objects.get(later=new)
        assert (link.earlier, link.kind) == (case, "repeats")
        assert fresh(new).registration.sign == "2.2"

    def test_returned_appeal_comes_back_filled_in_and_is_a_new_one(self, story, client_of, people):
        """A-05: the return offers a form with what was written; DL-09: the old one is linked."""
        case = story.registered(subject="Протікає дах", body="Прошу полагодити дах над сходами")
        appeals.return_to_author(
            case, "Ст. 5: немає адреси", people.clerk, clock.now(), ground="form"
        )
        client = client_of("resident")
        page = client.get(f"/cabinet/appeals/{case.public_id}/").content.decode()
        assert "Виправити й подати" in page
        started = client.post(f"/cabinet/appeals/{case.public_id}/repeat/")
        form = client.get(started["Location"]).content.decode()
        assert "Прошу полагодити дах над сходами" in form
        draft = case.author.appeal_drafts.get(repeats=case)
        new = appeals.register_appeal(draft, people.resident, clock.now())
        link = CaseLink.objects.get(later=new)
        assert (link.earlier, link.kind) == (case, "resent")
        assert fresh(new).registration.sign == "2.1"
        assert new.number != case.number

    def test_nobody_repeats_what_is_open_or_anothers(self, story, client_of):
        case = story.registered()
        assert (
            client_of("resident").post(f"/cabinet/appeals/{case.public_id}/repeat/").status_code
            == 302
        )
        assert not case.author.appeal_drafts.filter(repeats=case).exists()
        done = story.answered()
        other = client_of("stranger").post(f"/cabinet/appeals/{done.public_id}/repeat/")
        assert other.status_code == 404


class TestLikeness:
    def signs(self, case, people):
        seen = Case.objects.visible_to(people.clerk)
        return [(like.case, like.sign) for like in likenesses_of(case, seen, clock.today())]

    def test_same_author_again_after_an_answer_is_repeated(self, story, people):
        """R-03, A-11: the product proposes, a person decides."""
        first = story.answered()
        assert self.signs(story.submitted(), people) == [(first, "2.2")]

    def test_same_author_before_the_term_ends_is_multiple(self, story, people):
        first = story.registered()
        assert self.signs(story.submitted(), people) == [(first, "2.4")]

    def test_same_author_to_another_addressee_is_a_duplicate(self, story, people):
        first = story.registered()
        other = AddresseeFactory(listed=True)
        draft = story.draft(addressee=other)
        case = appeals.register_appeal(draft, draft.user, clock.now())
        assert self.signs(case, people) == [(first, "2.3")]

    def test_same_author_after_a_missed_term_is_repeated(self, story, people):
        first = story.registered()
        Case.objects.filter(pk=first.pk).update(
            due_on=clock.today() - timedelta(days=1), target_on=clock.today() - timedelta(days=1)
        )
        assert self.signs(story.submitted(), people) == [(first, "2.2")]

    def test_same_text_of_others_is_mass(self, story, people):
        first = story.registered()
        case = story.submitted(author=make_person("resident"))
        assert self.signs(case, people) == [(first, "2.5")]

    def test_another_matter_is_not_proposed(self, story, people):
        story.registered()
        case = story.submitted(subject="Автобус", body="Автобус № 5 не ходить ввечері.")
        assert self.signs(case, people) == []

    def test_returned_appeal_sent_anew_is_no_repetition(self, story, people):
        """DL-09."""
        appeals.return_to_author(
            story.registered(), "Ст. 5", people.clerk, clock.now(), ground="form"
        )
        assert self.signs(story.submitted(), people) == []

    def test_clerk_reads_it_beside_the_card_and_others_do_not(self, story, client_of):
        first = story.answered()
        case = story.submitted()
        address = f"{card(case)}related/"
        page = client_of("clerk").get(address).content.decode()
        assert first.number in page and "Автор уже писав про це" in page
        assert "Автор уже писав про це" not in client_of("moderator").get(address).content.decode()
        assert client_of("resident").get(address).status_code == 404
        assert client_of("stranger").get(address).status_code == 404
