"""The words around the facts. Each keeps a wording rule of ``confidentiality.md``: it promises nothing, shortens nothing
and says whom it is about."""

from __future__ import annotations

from support.common.kernel.i18n import country_name
from support.common.kernel.i18n import gettext as _
from support.site.guides.confidentiality.rows import Row

THOUGHTS = "trigger_thoughts_only"
ONE_PROFESSION = ("clergy_note", "minors_note", "anonymous_report_possible")


def facts() -> list[tuple[str, str]]:
    """The columns in the order of the page, each with what it is about."""
    return [
        ("trigger_current_child", _("A child is harmed or at risk now")),
        (THOUGHTS, _("Thoughts only, and nothing was done")),
        ("trigger_past_offence_disclosed", _("Somebody tells of harm they did in the past")),
        ("trigger_past_abuse_adult_survivor", _("An adult tells of abuse in their own childhood")),
        ("trigger_viewing_illegal_images", _("Somebody tells of looking at material showing abuse")),
        ("duty_to_warn", _("A serious threat to a known person")),
        ("anonymous_report_possible", _("Reporting without giving a name")),
        ("penalty_note", _("What can follow for a professional who does not report")),
        ("clergy_note", _("Clergy")),
        ("minors_note", _("Care for a young person without a parent’s consent")),
    ]


def general() -> tuple[str, str]:
    """What the two first facts are about."""
    return _("Who must report"), _("Are therapists among them?")


def place(row: Row, language: str) -> str:
    """What the jurisdiction is called; parts of a country keep the name that the data gives them."""
    nations = {
        "GB-ENG": _("England"),
        "GB-WLS": _("Wales"),
        "GB-SCT": _("Scotland"),
        "GB-NIR": _("Northern Ireland"),
        "CA": _("Canada: federal law"),
        "AU": _("Australia: federal law"),
    }
    return nations.get(row.code) or (row.name if "-" in row.code else country_name(row.code, language))


def who(row: Row) -> str:
    """Who must report in general."""
    return {
        "everyone": _("Every adult must report. That includes people who are not professionals."),
        "listed professionals": _("People in certain jobs must report. The law names the jobs."),
        "none general": _(
            "We found no general duty in law. The rules of a job, a school or a profession can still oblige you. You may report in any case."
        ),
        "unknown": _("We do not know yet."),
    }[row.who]


def therapists(row: Row) -> str:
    """Whether therapists are among them, and why the job title matters."""
    job = _(
        "The job title matters. A psychologist, a counsellor, a coach and a volunteer can fall under different rules in the same place."
    )
    answer = {
        ("yes", True): _("Yes, as far as we read: everybody is bound, and we found no exception for therapists."),
        ("yes", False): _("Yes, as far as we read: the law names them."),
        ("no", True): _("No, as far as we read. An employer or a contract can ask for more."),
        ("no", False): _("No, as far as we read. An employer or a contract can ask for more."),
        ("unknown", True): _("We do not know yet."),
        ("unknown", False): _("We do not know yet."),
    }[row.therapists, row.who == "everyone"]
    return f"{answer} {job}"


def about(row: Row, column: str) -> str:
    """Which profession a fact is about (wording rule 5)."""
    if column in ONE_PROFESSION:
        return {
            "clergy_note": _("About: clergy."),
            "minors_note": _("About: counselling for people under 18."),
            "anonymous_report_possible": _("About: anybody who reports."),
        }[column]
    if column == "duty_to_warn":
        return _("About: therapists and others who treat people.")
    if row.therapists == "yes":
        return {
            "everyone": _("About: every adult, therapists among them."),
        }.get(row.who, _("About: the jobs that the law names, therapists among them."))
    if row.therapists == "no":
        return _("About: therapists. The law names other jobs, or none.")
    return _("About: those who must report. Whether therapists are among them, we do not know yet.")


def answer(column: str, given: str) -> str:
    """The fixed answer of a cell in a sentence; empty where the cell is a sentence of its own."""
    if column == THOUGHTS and given == "no":
        return _(
            "Our reading: no. The text we read does not name a thought alone. A plan, or a child who may be at risk, can change that. Ask first."
        )
    if column == THOUGHTS and given == "depends":
        return _("Our reading: it depends.")
    if column == "anonymous_report_possible" and given in ("yes", "no"):
        return _("Yes, as far as we read.") if given == "yes" else _("No, as far as we read.")
    return {
        "yes": _("Yes, as far as we read: it must be reported."),
        "no": _("No, as far as we read. A child at risk now can change that."),
        "depends": _("It depends."),
        "unknown": _("We do not know yet. Ask the professional."),
        "": "",
    }[given]


def standard_note(note: str) -> str:
    """The notes that stand in many rows, in the reader's language; empty for all others."""
    return {
        "our reading: the duty is about suspected abuse of a child, not thoughts; a plan against a known child can count; ask first":
            _("The duty is about suspected abuse of a child, not about thoughts. A plan against a known child can count."),
        "our reading: a thought alone is not named, but the law also covers likely harm, so plans or access to a child can matter":
            _("A thought alone is not named. But the law also covers likely harm. So a plan, or time with a child, can matter."),
        "text read does not settle it; ask the professional; other children at risk now usually change the answer":
            _("The text we read does not settle it. Other children at risk now usually change the answer."),
        "text read does not settle it; if the person harmed is still a child it counts as suspected abuse, whoever tells it":
            _("The text we read does not settle it. If the person harmed is still a child, it counts as suspected abuse, whoever tells it."),
        "if the person harmed is still under 18, the duty applies whoever tells it":
            _("If the person harmed is still under 18, the duty applies, whoever tells it."),
        "text read names a duty for film or computer workers who find such material, not for therapists":
            _("The text we read names a duty for people who develop film or repair computers, not for therapists."),
        "duty in statute when a client seriously threatens an identifiable person (2014 review)":
            _("The law names a duty when a client seriously threatens a person who can be identified (review of 2014)."),
        "duty from court decisions when a client threatens an identifiable person (2014 review)":
            _("Courts have named a duty when a client threatens a person who can be identified (review of 2014)."),
        "may warn or tell police when a client is dangerous; no duty found (2014 review)":
            _("They may warn, or tell the police, when a client is dangerous. A duty was not found (review of 2014)."),
        "no clear rule found in the 2014 review": _("The review of 2014 found no clear rule."),
        "misdemeanour or similar in most states (2013 table); this state's exact penalty not read":
            _("A lesser offence in most states (table of 2013). We have not read the exact penalty of this state."),
    }.get(note, "")  # fmt: skip


def source_date(text: str) -> str:
    """When the source was written, or that it does not say."""
    return _("no date given") if text == "undated" else text


def doubts(row: Row) -> list[str]:
    """What remains doubtful about a row, said on its page (confidentiality.md, "What remains doubtful")."""
    found = dict(_doubts()).get(row.code, [])
    if row.confidence == "medium":
        found = [
            *found,
            _(
                "The main fact rests on a professional body, an agency, a law firm or another page about the law. We have not read the law itself to the end."
            ),
        ]
    if row.source_date == "2014":
        found = [*found, _("It comes from one table of 2014. The law may have changed since.")]
    return found


def _doubts() -> list[tuple[str, list[str]]]:
    unread = _("We have not read the law itself.")
    comment = _("We know the law from comments on it only.")
    images = _("What the law on material showing abuse means for a talk in therapy is not clear.")
    ages = _("The lists of ages for care without a parent disagree for this place.")
    return [
        (
            "GB-ENG",
            [
                _(
                    "This is in doubt. We last read it in February 2026, as a bill before Parliament: clause 77, for regulated work with children. It has exceptions for some confidential services. Whether it is law now, or in force, we have not verified."
                )
            ],
        ),
        (
            "US-CA",
            [
                _(
                    "The rule on material showing abuse stands on a law of 2014. A case against it was let go on in 2019. We have not followed it to its end."
                )
            ],
        ),
        (
            "US-WA",
            [
                _(
                    "An exception for adults is often named. We did not find it in the text. We have not read a law of 2025 on clergy."
                )
            ],
        ),
        (
            "US-MD",
            [
                _(
                    "The answer on an adult’s own childhood rests on pages about the law, not on the law. Our source is a private digest."
                ),
                ages,
            ],
        ),
        ("US-AR", [_("The duty is said to have been widened to adult witnesses in 2023. We have not verified that.")]),
        ("US-IA", [_("Our source is a private digest.")]),
        ("US-NY", [_("Our source is a copy of the state’s guide.")]),
        ("US-IL", [_("Our source is a copy of the state’s manual of 2019. It binds helpline staff by name."), ages]),
        ("US-CO", [ages]),
        ("CA-AB", [images, _("The address of the source leads to the start of a site. The exact page was not kept.")]),
        ("CA-MB", [images]),
        ("CA-NS", [images]),
        ("CA-QC", [_("The text we read is that of March 2017.")]),
        ("DK", [_("The address of the source leads to the start of a site. The exact page was not kept.")]),
        ("FR", [_("Whether a given psychologist or psychotherapist is bound by legal secrecy is not settled here.")]),
        ("ES", [unread]),
        ("PT", [unread]),
        ("MT", [unread]),
        ("PL", [comment]),
        ("CZ", [comment]),
        ("AT", [_("We have not read the law on psychotherapy of 2024.")]),
        ("BE", [_("We have not read the new criminal code, or the bill of 2025.")]),
    ]


def no_pair() -> str:
    """What is wrong where two places could not be compared."""
    return _("Choose two different places from the lists.")
