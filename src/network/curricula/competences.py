"""What the codes of competences stand for, in words: the European frameworks DigComp and EntreComp. (Skills of ESCO are
named by their address, and their words are not ours to copy.)"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from i18n.messages import LazyText, lazy

_DIGCOMP: Final[Mapping[str, LazyText]] = {
    "1.1": lazy("Browsing, searching and filtering data, information and digital content"),
    "1.2": lazy("Evaluating data, information and digital content"),
    "1.3": lazy("Managing data, information and digital content"),
    "2.1": lazy("Interacting through digital technologies"),
    "2.2": lazy("Sharing through digital technologies"),
    "2.3": lazy("Engaging in citizenship through digital technologies"),
    "2.4": lazy("Collaborating through digital technologies"),
    "2.5": lazy("Netiquette"),
    "2.6": lazy("Managing digital identity"),
    "3.1": lazy("Developing digital content"),
    "3.2": lazy("Integrating and re-elaborating digital content"),
    "3.3": lazy("Copyright and licences"),
    "3.4": lazy("Programming"),
    "4.1": lazy("Protecting devices"),
    "4.2": lazy("Protecting personal data and privacy"),
    "4.3": lazy("Protecting health and well-being"),
    "4.4": lazy("Protecting the environment"),
    "5.1": lazy("Solving technical problems"),
    "5.2": lazy("Identifying needs and technological responses"),
    "5.3": lazy("Creatively using digital technologies"),
    "5.4": lazy("Identifying digital competence gaps"),
}
_ENTRECOMP: Final[Mapping[str, LazyText]] = {
    "1.1": lazy("Spotting opportunities"),
    "1.2": lazy("Creativity"),
    "1.3": lazy("Vision"),
    "1.4": lazy("Valuing ideas"),
    "1.5": lazy("Ethical and sustainable thinking"),
    "2.1": lazy("Self-awareness and self-efficacy"),
    "2.2": lazy("Motivation and perseverance"),
    "2.3": lazy("Mobilising resources"),
    "2.4": lazy("Financial and economic literacy"),
    "2.5": lazy("Mobilising others"),
    "3.1": lazy("Taking the initiative"),
    "3.2": lazy("Planning and management"),
    "3.3": lazy("Coping with uncertainty, ambiguity and risk"),
    "3.4": lazy("Working with others"),
    "3.5": lazy("Learning through experience"),
}


@dataclass(frozen=True, slots=True)
class Framework:
    """A published list of competences, each with a number."""

    name: str
    url: str
    names: Mapping[str, LazyText]


_PUBLISHED: Final = "https://publications.jrc.ec.europa.eu/repository/handle"

FRAMEWORKS: Final[Mapping[str, Framework]] = MappingProxyType(
    {
        "digcomp": Framework("DigComp 2.2", f"{_PUBLISHED}/JRC128415", _DIGCOMP),
        "entrecomp": Framework("EntreComp", f"{_PUBLISHED}/JRC101581", _ENTRECOMP),
    }
)


@dataclass(frozen=True, slots=True)
class Competence:
    framework: Framework
    number: str

    @property
    def name(self) -> LazyText:
        return self.framework.names[self.number]


def competence(code: str) -> Competence | None:
    """`digcomp:3.1`; none for what is of neither framework."""
    scheme, _, number = code.partition(":")
    framework = FRAMEWORKS.get(scheme)
    return Competence(framework, number) if framework is not None and number in framework.names else None
