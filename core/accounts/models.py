from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person with a log-in: resident or staff."""
