"""Registration as learners see it, and as the people of the centre do."""

from sites.registrations.pages.asking import AskingPages
from sites.registrations.pages.counter import CounterPages
from sites.registrations.pages.public import RegisterPages
from sites.registrations.pages.staff import RegistrationPages

__all__ = ["AskingPages", "CounterPages", "RegisterPages", "RegistrationPages"]
