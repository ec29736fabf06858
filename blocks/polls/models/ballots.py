"""Who has answered and what was answered: two tables that nothing joins (domain.md 12.4)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blocks.polls.models.surveys import Survey
from blocks.polls.rules import Stratum
from core import clock
from core.private_files import PrivateStorage, RandomPath


class Secret(models.Model):
    """The key that digests of one survey are made with. Destroyed when the survey closes."""

    survey = models.OneToOneField(
        Survey, primary_key=True, on_delete=models.CASCADE, related_name="secret"
    )
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"secret of {self.survey_id}"


class Participation(models.Model):
    """Somebody has answered: a keyed digest of who, without a link to what was answered."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    day = models.DateField()
    replay = models.CharField(max_length=64, blank=True)
    """Which showing of the form it was: the same press sent twice is not a second attempt."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "digest"], name="answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.digest[:8]}"


class Ballot(models.Model):
    """Answers of nobody in particular, by question code; of the time only the day is kept."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    day = models.DateField()
    stratum = models.CharField(max_length=10, choices=[(one, one) for one in Stratum])
    answers = models.JSONField(default=dict)
    sign = models.CharField(max_length=40, blank=True)
    """Why it is doubtful: `fast`, `trap` or one series of answers from one address."""

    class Meta:
        indexes = [models.Index(fields=["survey", "stratum", "sign"], name="ballots_of_survey")]

    def __str__(self) -> str:
        return f"ballot of {self.survey_id}"


class FreeText(models.Model):
    """Words of an answer, apart from its ballot; published only after moderation (12.5)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for moderation")
        PUBLISHED = "published", _("Published")
        REFUSED = "refused", _("Not published")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=50)
    text = models.TextField(blank=True)
    file = models.FileField(
        storage=PrivateStorage, upload_to=RandomPath("surveys"), max_length=200, blank=True
    )
    content_type = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stratum = models.CharField(max_length=10, choices=[(one, one) for one in Stratum])
    day = models.DateField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["survey", "question", "state"], name="texts_to_moderate")]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.question}"


class Tally(models.Model):
    """How often one cell was answered, spread over shards (rules.SHARDS)."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    stratum = models.CharField(max_length=10, choices=[(one, one) for one in Stratum])
    month = models.DateField()
    """The first day of the month of the answers: what the result over time is made of."""
    question = models.CharField(max_length=50)
    """Code of the question; empty counts ballots."""
    cell = models.CharField(max_length=110)
    """Code of the option or the value; `row:column` of a matrix, `option:place` of a ranking."""
    shard = models.PositiveSmallIntegerField()
    count = models.IntegerField(default=0)
    """The shards of a cell together are never below nought; one of them may be."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "stratum", "month", "question", "cell", "shard"],
                name="one_tally_per_cell_and_shard",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.question}/{self.cell}: {self.count}"


class Invitation(models.Model):
    """A right to answer once. Only the hash of its token is kept, and not whether it was used.

    Whether it was used is told by the digest of the participation.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"invitation to {self.survey_id}"


class AddressSalt(models.Model):
    """The key of one day that addresses are hashed with; destroyed within a week (12.4)."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"salt of {self.day}"


class AddressCount(models.Model):
    """How many answers came from one hashed address within some minutes. Kept for a week."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=20)
    slot = models.PositiveIntegerField()
    """Number of the span of `signs.SLOT`, counted from 1970."""
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "digest", "slot"], name="one_count_per_address_and_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.slot}: {self.count}"


class Exclusion(models.Model):
    """A doubtful series taken out of the result, or put back, with its reason. Append only."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="exclusions")
    sign = models.CharField(max_length=40)
    to_stratum = models.CharField(max_length=10, choices=[(one, one) for one in Stratum])
    ballots = models.PositiveIntegerField()
    reason = models.TextField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.ballots} {self.to_stratum}"
