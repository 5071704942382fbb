"""The words of the directory: kinds, the two axes of audience, facts, channels and costs.

Each term has a UUID and a code that stay, and a label in every language. Where Open Eligibility 2.0 (CC BY-SA 3.0,
openreferral/openeligibility) has a term, its number stands beside it, so that an export can name both.
"""

# ruff: noqa: E501  -- a table: one term a line

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from support.common.kernel.i18n import lazy_gettext as _


@dataclass(frozen=True)
class Term:
    """One word of a vocabulary. ``open_eligibility`` is the number there, or empty."""

    taxonomy: str
    code: str
    uuid: UUID
    label: Any
    open_eligibility: str


def _terms(taxonomy: str, *rows: tuple[str, str, Any, str]) -> dict[str, Term]:
    return {code: Term(taxonomy, code, UUID(uuid), label, number) for code, uuid, label, number in rows}


# fmt: off
KINDS = _terms(
    "kinds",
    ("hotline", "6e5b3f04-c78a-4720-9398-f2c35d70b16d", _("Helpline"), "1305"),
    ("text_line", "284104ff-6b51-4ac0-8121-0e15f94cf28c", _("Text line"), "1305"),
    ("chat", "e00e58e8-00b5-4945-8193-0159929f9846", _("Online chat"), "1316"),
    ("video_line", "70bbcb4b-2965-48ea-9dd5-497df9866aed", _("Video or relay line for deaf people"), "1316"),
    ("therapist", "f0fb5beb-f374-4785-8476-20d31375a817", _("Therapist"), "1304"),
    ("trauma_therapist", "526beb0d-f9f8-4606-ad73-cb29587e1e30", _("Trauma therapist"), "1226"),
    ("therapist_finder", "17a5529c-ac98-4aef-845c-ab9c4cb06c29", _("Therapist finder"), ""),
    ("counselling", "d1fed412-561e-4f50-b277-4d8aa5a5e03a", _("Counselling service"), "1304"),
    ("mental_health_clinic", "072a6e04-dec0-4b0b-9345-9bee636804cc", _("Mental health clinic"), "1214"),
    ("psychiatric_emergency", "d6c70a85-6eca-4e74-8835-8b58b3f9a855", _("Psychiatric emergency service"), "1231"),
    ("support_group", "004ef634-818b-42d6-9747-b75a1e162c83", _("Support group"), "1312"),
    ("peer_support", "83d27ae9-b744-473d-908a-64d17bdff4e2", _("Peer support"), "1310"),
    ("online_community", "18bf91e8-f09a-42c9-91f1-7435ce77255f", _("Moderated online community"), "1310"),
    ("shelter", "f319e8d5-5a30-4b02-bedd-d16fe6d31855", _("Shelter"), "1121"),
    ("safe_house", "fda4343b-1e28-4613-825f-61d512b3a0b9", _("Safe house"), "1125"),
    ("shelter_finder", "a0902e34-49cf-4889-94e4-206c79e34d88", _("Shelter finder"), ""),
    ("crisis_centre", "4df330c5-6e9c-497c-8055-98b7e3202008", _("Rape crisis or advocacy centre"), "1123"),
    ("victim_advocacy", "d9507ea1-669b-465f-a8f3-65deb2b81a9b", _("Support for victims of crime"), "1375"),
    ("legal_help", "bd9722f1-5019-4d5d-b2b3-5b7a0bd4a432", _("Legal help"), "1375"),
    ("compensation", "4f342eb8-7dda-4ad3-91ea-72299d8b8d64", _("Compensation scheme"), ""),
    ("forensic_exam", "efcb39c9-83dd-49c5-b5c6-12128b2feabe", _("Medical examination after an assault"), ""),
    ("sexual_health", "93acd059-c016-4333-a045-aebd83d228d7", _("Sexual health clinic"), ""),
    ("reporting", "44c89dd2-f0b7-4544-917e-73dc2e4ad02b", _("Reporting line"), ""),
    ("police_unit", "1c1be9e4-a629-4cd6-ad92-f8aed224c7ce", _("Specialist police unit"), ""),
    ("image_removal", "876071b6-f8ff-449f-8dab-8c5f4c6acf1d", _("Image removal"), ""),
    ("prevention_service", "3eb123d6-24f1-43d0-b9d5-77061d67c6ff", _("Prevention service"), ""),
    ("prevention_therapist", "a5e0a329-5fde-4480-a4a5-209c6dd6c024", _("Therapist for people worried about their own thoughts"), ""),
    ("self_help", "0daff61c-d5f6-4506-8234-e35d6cfd3219", _("Self-help programme"), "1309"),
    ("family_support", "93ad147e-27e9-46b2-aebe-ab62724f4ae0", _("Support for families"), "1312"),
    ("training", "2b6fc447-a7be-4c86-a429-d6d6b197e2a1", _("Training for professionals"), ""),
)

# whose concern it is: the first two never share a result list unless the reader asked for both
CONCERNS = _terms(
    "concerns",
    ("survivor", "aee66726-e3d4-4e70-9e5a-87ab08c465da", _("People who were sexually abused"), "20081"),
    ("own_thoughts", "70373c3f-4d69-4eda-8281-35f52909d367", _("People worried about their own thoughts or behaviour"), ""),
    ("family", "9412e21f-0f77-4e52-b119-20635c32e764", _("Family, partners and friends"), "20076"),
    ("professional", "c15c18fa-c916-4c0f-bab2-29886a3cc75d", _("Professionals"), ""),
    ("anyone", "7d45f33d-1c26-4e69-a0a8-3efaadedbc05", _("Anyone in a crisis"), "20088"),
)

# who the person is
WHO = _terms(
    "who",
    ("child", "4077b6b3-5401-4ad4-84b8-25d4029a821b", _("Children"), "20005"),
    ("teen", "a389612f-2502-4046-aa75-e52c0a341aff", _("Teenagers"), "20004"),
    ("adult", "e7d5f5ac-3934-46c1-a610-d380dcae3c8a", _("Adults"), "20003"),
    ("women", "6a8222c2-858c-4df1-8e24-dda9578bacca", _("Women"), ""),
    ("men", "3615c82b-e1e2-4d70-806b-dafcebf15543", _("Men"), ""),
    ("lgbtq", "906beb98-5db3-4f28-a0f3-65c84666d97a", _("LGBTQ+ people"), "20078"),
    ("native", "a90ddddf-2cca-4b06-9cad-c4d0abef1ee9", _("Indigenous people"), ""),
    ("military", "d769b4a4-bf56-4fe6-913b-fa478cff9f6c", _("Armed forces and veterans"), ""),
)

# what no other directory carries (reference: facts N1 to N15); a missing fact is not known, and says so
FACTS = _terms(
    "facts",
    ("without_name", "02b40b40-d2f0-4d53-b828-855e4493a61d", _("Can you make contact without a name?"), ""),
    ("must_report", "6a529483-7637-4968-94a4-5dfcad02b9f1", _("What must staff report, and to whom?"), ""),
    ("on_phone_bill", "6a139cea-2098-420a-bba0-8d6a7ba8418a", _("Does it show on a phone bill?"), ""),
    ("sees_number", "93f167fd-1c19-4f57-96fc-d369b3b5a903", _("Can they see your number?"), ""),
    ("calls_back", "83f26120-e64c-4e2e-befd-752ddd51c4c7", _("Will they call back or leave messages?"), ""),
    ("youngest_alone", "26544579-9c17-43aa-b2bc-5fdb8bee9a2c", _("Youngest age without a parent"), ""),
    ("sees_not_offended", "efb8f3ef-29c3-4b98-8358-6f235074daaa", _("Do they see people who have not offended?"), ""),
    ("police_report_needed", "8a098894-03d4-4aca-ae1b-f06d017eb824", _("Is a police report needed?"), ""),
    ("exam_without_report", "e33311be-88ae-43a1-af1b-78ca83d48898", _("Medical examination without a report?"), ""),
    ("recordings", "e2d533cf-eb27-49f2-bbc8-b31d7ff6608c", _("Are calls or chats recorded or kept?"), ""),
    ("chat_script", "86495e28-1e51-4f01-83dc-452d21f3330c", _("Does the chat need JavaScript?"), ""),
    ("chat_login", "f3692286-eacb-4632-94b1-cdbd36ba1405", _("Does the chat need a login?"), ""),
    ("chat_email", "d68ad111-d47b-46c8-949b-38d12ec7090d", _("Does the chat need an e-mail address or a phone number?"), ""),
    ("writes_home", "982c74b7-23fe-4c4d-b42b-016a6028b4d8", _("Will they write to your home?"), ""),
    ("waiting_time", "a876f567-7ec8-4645-a7f4-7a3886678350", _("How long is the wait?"), ""),
    ("who_answers", "b3c05cc7-7b95-4891-b5e1-b6b6e48e2587", _("Who answers?"), ""),
    ("interpreter", "3e8f4ac7-fbc1-4786-888a-498e2e468cd8", _("Is there an interpreter?"), ""),
    ("sign_language", "ee6cb5c3-4f89-435f-8c0f-0d3fdaa76943", _("Sign language or relay"), ""),
    ("step_free", "0971d058-bd1b-43f4-a2ff-58fa4c5d87cd", _("Step-free entrance"), ""),
    ("takes_children", "4154c911-6826-4c23-a2be-2cfd77ea403e", _("Are children taken in?"), ""),
    ("takes_pets", "b094d59e-bfbc-4a50-b5ed-dd859bbfd985", _("Are pets taken in?"), ""),
    ("gender_policy", "c9e96a6d-35d6-4566-b638-4710941ad6d7", _("Who is taken in"), ""),
    ("child_report_on_entry", "91c5ae0c-01f8-4cc3-92da-d8e72dd36092", _("Does entry lead to a child-protection report?"), ""),
    ("referral_needed", "54b74cec-39b8-4e72-a1ac-3c848299f3df", _("Is a referral needed?"), ""),
    ("id_needed", "2d0b31a5-150e-418a-b5bc-2f34a4e1204e", _("Are papers needed?"), ""),
    ("insurance", "fe5b7834-6c01-4602-9be4-381fdcbe9180", _("Is insurance accepted?"), ""),
    ("sliding_fee", "9673769c-7d18-42f8-9855-c52279db59c5", _("Do fees follow income?"), ""),
    ("remote", "b3c995f8-cbee-466f-b92f-bac57e80091f", _("By phone or video"), ""),
    ("in_person", "c76b9b6b-a34a-477b-a167-94a517eae2bc", _("In person"), ""),
    ("home_visits", "28cbec3d-138f-4bfd-810f-6357c457d16e", _("Home visits"), ""),
    ("methods", "5edb7bd2-7f54-4f9e-8566-973742caff75", _("Methods"), ""),
    ("licence", "7fef5758-1b86-4bca-9420-a1a6bf551b98", _("Licence"), ""),
    ("confidentiality", "0affec6b-2ce5-4fd2-8ee0-88c8a3b3ee2b", _("What they say about confidentiality"), ""),
)

CHANNELS = _terms(
    "channels",
    ("phone", "27539ac4-e3eb-4af3-b17c-c054a1e5e54b", _("Phone call"), ""),
    ("text", "9e37508d-b209-4ef1-af65-f4b854ddc5d3", _("Text message"), ""),
    ("chat", "ff5f2489-ecf0-4d81-9bec-28cad6fcc6a3", _("Online chat"), ""),
    ("web", "8b38f1c9-4c1c-48ee-86f1-87a85634b7ef", _("Website or form"), ""),
    ("visit", "ea746a70-1525-4b78-aba0-b10729725a5a", _("In person"), ""),
)

COSTS = _terms(
    "costs",
    ("free", "731af3e9-c281-45fd-b957-2bf42158cb19", _("Free"), ""),
    ("call_rate", "b087d739-59fe-4e43-850f-18b484b2fb17", _("Usual call charge"), ""),
    ("low", "b3c5b4cf-1f82-4e27-bce6-8b0b0ab9b6e1", _("Low cost"), ""),
    ("paid", "1e833e6c-72bf-4720-8237-b69c98ef215b", _("Paid"), ""),
    ("unknown", "4d4d5d8f-6ccd-4b80-9c8e-23b2f6b8317b", _("Cost not known"), ""),
)
# fmt: on

ALL = (KINDS, CONCERNS, WHO, FACTS, CHANNELS, COSTS)
FACT_ANSWERS = {
    "yes": _("Yes"),
    "no": _("No"),
    "partly": _("Partly"),
    "depends": _("It depends"),
    "unknown": _("Not known"),
}
