"""Makes up the people who come to a demo centre."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from network.results.breakdowns import Employment, Gender
from server.demo.chance import Chance
from server.demo.content import Community, Demand, SiteContent, communities
from server.demo.records import LearnerRecord

# Youngest, oldest, and where between the two the mean lies, by curriculum.
_AGES: dict[str, tuple[int, int, float]] = {
    "digital-basics": (19, 79, 0.53),
    "fablab-maker": (16, 64, 0.28),
    "ai-first-steps": (18, 68, 0.34),
    "web-first-steps": (17, 60, 0.3),
    "web-fullstack": (19, 48, 0.33),
    "startup-accelerator": (21, 57, 0.32),
    "venture-growth": (24, 58, 0.36),
}
_OTHERWISE = (18, 58, 0.3)

_NO_ANSWER = 0.055

_DIGRAPHS = {"є": "ie", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia"}
_STROKED = {"ł": "l", "ı": "i", "ß": "ss", "ø": "o"}
_LATIN = dict(zip("абвгґдезиіїйклмнопрстуф", "abvhgdezyiiiklmnoprstuf", strict=True)) | _DIGRAPHS | _STROKED


@dataclass(frozen=True, slots=True)
class Traveller:
    """Somebody who comes to two centres: the network counts them once."""

    sites: tuple[str, str]
    learner: LearnerRecord


class Crowd:
    """New learners of one centre, each with a number, a name and an address of their own."""

    def __init__(self, site: SiteContent, chance: Chance) -> None:
        self._site = site
        self._chance = chance
        self._addresses: Counter[str] = Counter()
        self._numbers: Counter[int] = Counter()

    def newcomer(self, curriculum: str, language: str, arrived_on: date) -> LearnerRecord:
        """Somebody for this course, most likely at home in its language of teaching."""
        chance = self._chance
        gender = _gender(chance, self._site.demand)
        community = communities()[chance.weighted(self._inclined_to(language))]
        given, family = _name(chance, community, gender)
        birth_date = _birth_date(chance, curriculum, arrived_on)
        knows_day = chance.random()
        return LearnerRecord(
            ref=self.next_ref(arrived_on),
            given_name=_shown(given),
            family_name=_shown(family),
            email=None if knows_day < 0.03 else self._address(given, family),
            birth_date=birth_date if knows_day < 0.9 else None,
            birth_year=birth_date.year if 0.9 <= knows_day < 0.97 else None,
            language=community.language,
            gender=gender,
        )

    def next_ref(self, arrived_on: date) -> str:
        """The centre's own number: BE-2025-0042."""
        self._numbers[arrived_on.year] += 1
        return f"{self._site.country}-{arrived_on.year}-{self._numbers[arrived_on.year]:04}"

    def _inclined_to(self, language: str) -> Mapping[str, float]:
        everybody = communities()
        return {
            code: weight * (5 if everybody[code].language == language else 0.6)
            for code, weight in self._site.demand.communities.items()
        }

    def _address(self, given: str, family: str) -> str:
        """Numbered where two share a name, under a domain of the country: nobody's by accident in two centres."""
        local = f"{latin(given)}.{latin(family)}"
        self._addresses[local] += 1
        nth = self._addresses[local]
        return f"{local}{'' if nth == 1 else nth}@{self._site.country.lower()}.learners.example"


@cache
def travellers(seed: int, until: date) -> tuple[Traveller, ...]:
    """People at two centres, the same for whichever centre asks. Their `ref` is given by the centre."""
    chance = Chance(f"{seed}:travellers")
    pairs = [("brussels", "poland")] * 6 + [("brussels", "spain")] * 6 + [("poland", "spain")] * 3
    found = []
    for number, pair in enumerate(pairs):
        community = communities()[chance.choice(("fr", "pl", "es", "uk", "nl"))]
        gender = chance.choice((Gender.WOMAN, Gender.MAN))
        given, family = _name(chance, community, gender)
        learner = LearnerRecord(
            ref="",
            given_name=_shown(given),
            family_name=_shown(family),
            email=f"{latin(given)}.{latin(family)}{number + 1}@learners.example",
            birth_date=_birth_date(chance, "web-developer", until - timedelta(days=700)),
            birth_year=None,
            language=community.language,
            gender=gender,
        )
        found.append(Traveller(pair, learner))
    return tuple(found)


def employment(chance: Chance, age: int, jobseekers: float) -> Employment:
    """At a first course. Jobseekers are a share of those of working age."""
    if age < 18:
        return Employment.IN_EDUCATION
    if age >= 65:
        return chance.weighted({Employment.INACTIVE: 9.0, Employment.SELF_EMPLOYED: 1.0})
    seeking = jobseekers if age >= 22 else jobseekers * 0.5
    rest = 1 - seeking
    return chance.weighted(
        {
            Employment.UNEMPLOYED: seeking * 0.66,
            Employment.LONG_TERM_UNEMPLOYED: seeking * 0.34,
            Employment.EMPLOYED: rest * 0.5,
            Employment.SELF_EMPLOYED: rest * 0.1,
            Employment.IN_EDUCATION: rest * (0.28 if age < 27 else 0.06),
            Employment.INACTIVE: rest * 0.14,
            Employment.UNKNOWN: rest * 0.09,
        }
    )


def isced(chance: Chance, age: int) -> int | None:
    """Highest level completed, on the scale 0 to 8; None when not answered."""
    if age < 18:
        return chance.weighted({1: 1.0, 2: 9.0})
    young = age < 22
    return chance.weighted(
        {
            0: 1.0,
            1: 4.0,
            2: 19.0,
            3: 38.0,
            4: 8.0,
            5: 5.0,
            6: 3.0 if young else 14.0,
            7: 0.0 if young else 9.0,
            None: 5.0,
        }
    )


def latin(name: str) -> str:
    """As it would stand in an e-mail address: a to z only."""
    _, _, spelled = name.rpartition("|")
    plain = "".join(_LATIN.get(letter, letter) for letter in spelled.lower())
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in apart if "a" <= letter <= "z")


def _shown(name: str) -> str:
    return " ".join(part.partition("|")[0] for part in name.split(" "))


def _gender(chance: Chance, demand: Demand) -> Gender:
    answered = 1 - demand.non_binary - _NO_ANSWER
    return chance.weighted(
        {
            Gender.WOMAN: demand.women * answered,
            Gender.MAN: (1 - demand.women) * answered,
            Gender.NON_BINARY: demand.non_binary,
            Gender.NO_ANSWER: _NO_ANSWER,
        }
    )


def _name(chance: Chance, community: Community, gender: Gender) -> tuple[str, str]:
    as_woman = gender is Gender.WOMAN or (gender is not Gender.MAN and chance.happens(0.5))
    given = chance.choice(community.women if as_woman else community.men)
    family = chance.choice(community.surnames)
    if community.double_surname:
        family = f"{family} {chance.choice(community.surnames)}"
    if as_woman and community.language == "pl" and family.endswith("ki"):
        family = f"{family[:-1]}a"
    return given, family


def _birth_date(chance: Chance, curriculum: str, on: date) -> date:
    youngest, oldest, mean = _AGES.get(curriculum, _OTHERWISE)
    age = youngest + (oldest - youngest) * chance.betavariate(4 * mean, 4 * (1 - mean))
    return on - timedelta(days=int(age * 365.2425) + 1)
