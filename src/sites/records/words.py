"""Words accepted as values, beside the codes: what people write in their own lists.

Vocabulary that is read, never shown. Single letters are left out on purpose: `M` is a man in
most lists and a woman (mujer) in Spanish ones.
"""

from network.results.breakdowns import Employment, Gender
from sites.records.rows import ParticipationStatus

GENDER: dict[Gender, tuple[str, ...]] = {
    Gender.WOMAN: (
        *("woman", "female", "femme", "féminin", "vrouw", "vrouwelijk", "Frau", "weiblich"),
        *("kobieta", "mujer", "femenino", "dona", "femení", "Fra", "weiblech"),
        *("жінка", "жіноча", "امرأة", "أنثى"),
    ),
    Gender.MAN: (
        *("man", "male", "homme", "masculin", "mannelijk", "Mann", "männlich", "mężczyzna"),
        *("hombre", "masculino", "varón", "home", "masculí", "männlech", "чоловік", "чоловіча"),
        *("رجل", "ذكر"),
    ),
    Gender.NON_BINARY: (
        *("non-binary", "non binaire", "non-binair", "nichtbinär", "divers"),
        *("niebinarna", "osoba niebinarna", "no binario", "no binaria", "no binari", "no binària"),
        *("net-binär", "небінарна", "небінарна особа", "غير ثنائي", "غير ثنائي الجنس"),
    ),
    Gender.NO_ANSWER: (
        *("no answer", "prefer not to say", "sans réponse", "pas de réponse"),
        *("ne souhaite pas répondre", "préfère ne pas répondre", "geen antwoord", "zeg ik liever niet"),
        *("keine Angabe", "keine Antwort", "brak odpowiedzi", "sin respuesta", "no contesta"),
        *("prefiere no responder", "sense resposta", "s’estima més no respondre", "keng Äntwert"),
        *("keng Angab", "без відповіді", "не вказано", "بدون إجابة", "لا إجابة", "أفضل عدم الإجابة"),
    ),
}

EMPLOYMENT: dict[Employment, tuple[str, ...]] = {
    Employment.EMPLOYED: (
        *("employed", "in work", "en emploi", "salarié", "salariée", "werkend", "in loondienst"),
        *("beschäftigt", "erwerbstätig", "angestellt", "zatrudniony", "zatrudniona", "pracujący"),
        *("pracująca", "empleado", "empleada", "con empleo", "ocupado", "ocupada", "amb feina"),
        *("ocupat", "beschäftegt", "schafft", "працевлаштований", "працевлаштована", "працює"),
        *("موظف", "موظفة", "يعمل", "تعمل"),
    ),
    Employment.SELF_EMPLOYED: (
        *("self-employed", "indépendant", "indépendante", "zelfstandig", "zelfstandige"),
        *("selbstständig", "selbständig", "samozatrudniony", "samozatrudniona", "autónomo"),
        *("autónoma", "por cuenta propia", "autònom", "autònoma", "selbststänneg"),
        *("самозайнятий", "самозайнята", "يعمل لحسابه الخاص", "عمل حر"),
    ),
    Employment.UNEMPLOYED: (
        *("unemployed", "job seeker", "demandeur d’emploi", "demandeuse d’emploi", "chômeur"),
        *("chômeuse", "au chômage", "werkloos", "werkzoekend", "werkzoekende", "arbeitslos"),
        *("arbeitssuchend", "bezrobotny", "bezrobotna", "desempleado", "desempleada", "en paro"),
        *("parado", "parada", "aturat", "aturada", "a l’atur", "aarbechtslos", "безробітний"),
        *("безробітна", "عاطل عن العمل", "عاطلة عن العمل", "باحث عن عمل"),
    ),
    Employment.LONG_TERM_UNEMPLOYED: (
        *("long-term unemployed", "chômeur de longue durée", "chômeuse de longue durée"),
        *("chômage de longue durée", "langdurig werkloos", "langdurig werkzoekend"),
        *("langzeitarbeitslos", "długotrwale bezrobotny", "długotrwale bezrobotna"),
        *("desempleado de larga duración", "desempleada de larga duración", "parado de larga duración"),
        *("aturat de llarga durada", "aturada de llarga durada", "laangzäitaarbechtslos"),
        *("довготривало безробітний", "довготривало безробітна", "عاطل عن العمل لفترة طويلة"),
    ),
    Employment.INACTIVE: (
        *("inactive", "economically inactive", "inactif", "inactief", "niet-actief"),
        *("nicht erwerbstätig", "inaktiv", "bierny zawodowo", "bierna zawodowo", "inactivo", "inactiva"),
        *("inactiu", "net aktiv", "неактивний", "неактивна", "економічно неактивний", "غير نشط"),
        *("غير نشيط اقتصاديا",),
    ),
    Employment.IN_EDUCATION: (
        *("in education", "in training", "student", "étudiant", "étudiante", "en formation", "aux études"),
        *("in opleiding", "studerend", "in Ausbildung", "Studierende", "uczący się", "ucząca się"),
        *("w trakcie nauki", "estudiante", "en formación", "estudiant", "en formació", "an der Ausbildung"),
        *("an der Schoul", "навчається", "студент", "студентка", "طالب", "طالبة", "في التعليم"),
    ),
    Employment.UNKNOWN: (
        *("unknown", "not known", "inconnu", "onbekend", "unbekannt", "nieznany", "nieznane"),
        *("desconocido", "se desconoce", "desconegut", "onbekannt", "невідомо", "غير معروف"),
    ),
}

STATUS: dict[ParticipationStatus, tuple[str, ...]] = {
    ParticipationStatus.APPLIED: (
        *("applied", "application received", "candidature", "demande reçue", "aangemeld", "aangevraagd"),
        *("beworben", "angefragt", "zgłoszona", "zgłoszony", "zgłoszenie", "solicitada", "solicitado"),
        *("solicitud", "sol·licitada", "sol·licitat", "ugefrot", "подано заявку", "подано", "заявка"),
        *("تم التقديم", "قدم طلبا", "طلب"),
    ),
    ParticipationStatus.WAITING: (
        *("waiting", "waiting list", "on the waiting list", "en attente", "liste d’attente"),
        *("sur liste d’attente", "wachtend", "wachtlijst", "op de wachtlijst", "wartend", "Warteliste"),
        *("auf der Warteliste", "oczekująca", "oczekujący", "lista oczekujących", "oczekuje", "en espera"),
        *("lista de espera", "en lista de espera", "llista d’espera", "en llista d’espera", "waart"),
        *("Waardelëscht", "op der Waardelëscht", "очікує", "список очікування", "у списку очікування"),
        *("في الانتظار", "قائمة الانتظار", "على قائمة الانتظار"),
    ),
    ParticipationStatus.CONFIRMED: (
        *("confirmed", "confirmé", "confirmée", "bevestigd", "bestätigt", "potwierdzona"),
        *("potwierdzony", "confirmada", "confirmado", "confirmat", "confirméiert", "bestätegt"),
        *("підтверджено", "підтверджений", "підтверджена", "مؤكد", "مؤكدة"),
    ),
    ParticipationStatus.CANCELLED: (
        *("cancelled", "canceled", "annulé", "annulée", "geannuleerd", "storniert", "abgesagt"),
        *("anulowana", "anulowany", "cancelada", "cancelado", "anulada", "anulado", "cancel·lada"),
        *("cancel·lat", "anul·lada", "annuléiert", "ofgesot", "скасовано", "скасована", "ملغى", "ملغاة"),
    ),
    ParticipationStatus.WITHDRAWN: (
        *("withdrawn", "dropped out", "abandon", "a abandonné", "désisté", "désistée", "retiré", "retirée"),
        *("teruggetrokken", "gestopt", "uitgevallen", "abgebrochen", "zurückgezogen", "ausgeschieden"),
        *("rezygnacja", "wycofany", "wycofana", "zrezygnował", "zrezygnowała", "abandono", "retirada"),
        *("retirado", "baja", "abandonament", "retirat", "baixa", "opginn", "ofgebrach", "zréckgezunn"),
        *("вибув", "вибула", "відмовився", "відмовилася", "منسحب", "منسحبة", "انسحاب"),
    ),
    ParticipationStatus.COMPLETED: (
        *("completed", "finished", "terminé", "terminée", "achevé", "achevée", "voltooid", "afgerond"),
        *("abgeschlossen", "ukończona", "ukończony", "ukończone", "ukończył", "ukończyła", "completada"),
        *("completado", "finalizada", "finalizado", "completat", "finalitzat", "finalitzada"),
        *("ofgeschloss", "завершено", "закінчив", "закінчила", "مكتمل", "مكتملة", "أكمل", "أكملت"),
    ),
    ParticipationStatus.NOT_COMPLETED: (
        *("not completed", "not finished", "non terminé", "non terminée", "inachevé", "niet voltooid"),
        *("niet afgerond", "nicht abgeschlossen", "nieukończona", "nieukończony", "nieukończone"),
        *("nie ukończył", "nie ukończyła", "no completada", "no completado", "no finalizada"),
        *("no finalizado", "no completat", "no finalitzat", "no finalitzada", "net ofgeschloss"),
        *("не завершено", "не закінчив", "не закінчила", "غير مكتمل", "غير مكتملة", "لم يكمل", "لم تكمل"),
    ),
}

YES_NO: dict[bool, tuple[str, ...]] = {
    True: ("yes", "true", "1", "oui", "ja", "tak", "sí", "jo", "так", "نعم"),
    False: ("no", "false", "0", "non", "nee", "nein", "nie", "neen", "ні", "لا"),
}

ISCED_PREFIXES = ("ISCED", "CITE", "CINE", "МСКО", "إسكد")
