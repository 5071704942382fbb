"""Everyday words from which invented services are named and described."""

# ruff: noqa: SIM905  -- a list of words reads best as words

from __future__ import annotations

BEGINNINGS = (
    "Alder Amber Apple Ash Autumn Barley Beacon Birch Blue Bramble Bridge Brook Cedar Cherry Clear Clover Coastal "
    "Common Copper Corner Cotton Dawn Deep East Elder Elm Ever Fair Fern Field Finch First Fox Garden Gentle Glen "
    "Golden Grace Green Grove Haven Hazel Heather High Holly Honey Hope Iris Ivy Juniper Kind Lake Lark Laurel Lemon "
    "Light Lily Linden Little Long Maple Meadow Mill Moon Morning Moss New North Oak Oat Olive Open Orchard Otter "
    "Park Path Pebble Pine Plain Quiet Rain Red River Robin Rose Rowan Safe Sage Sand Silver South Sparrow Spring "
    "Stone Summer Sun Swan Thistle Timber Tulip Upper Valley Violet Warm Water Well West White Wild Willow Wind "
    "Winter Wood Wren Yarrow"
).split()
ENDINGS = (
    "acre bank bell bourne bow bridge brook burn bury by cliff combe cote court croft cross dale dean don down edge "
    "fall farm field ford gate glade hall ham harbour haven head heath hill holme house hurst ing keep lake land lane "
    "ley light lock lodge low march mead mere mill moor mouth ness park place point pool port reach ridge rise road "
    "roost row shaw shore side spring stead step stone stow stream thorpe ton top tower tree vale view walk water way "
    "well wick wood worth yard"
).split()
FIGURES = (
    "Centre Collective Project Service Trust Partnership Foundation Association Network House Practice Clinic Group "
    "Circle Space Team Line Institute Cooperative Office Charity Union Society Company Alliance Community Studio Hub"
).split()
THEMES = (
    "Listening Recovery Healing Counselling Family Youth Women's Men's Student Veterans' Parents' Crisis Advice Legal "
    "Wellbeing Mental Health Trauma Support Night Weekend Migrant Rural Island Mobile Online Peer Survivors' Carers' "
    "Friendship Talking Breathing Movement Art Music Writing Housing Shelter Safety Hope Welcome Neighbourhood"
).split()
OPENINGS = (
    "Talks with {people} about {matter}", "A quiet place where {people} can speak about {matter}",
    "Free and confidential help for {people} with {matter}", "Helps {people} who live with {matter}",
    "Trained volunteers listen to {people}", "Works with {people} in one-to-one sessions on {matter}",
    "Small groups for {people}, led by a therapist, about {matter}", "Offers {people} short-term therapy for {matter}",
    "Accompanies {people} to a doctor, a lawyer or a court", "Gives {people} a room, a key and time to rest",
    "Answers questions of {people} about {matter} by phone and letter", "Brings {people} together to share {matter}",
)  # fmt: skip
PEOPLE = (
    "adults", "young people", "women", "men", "couples", "parents", "families", "students", "older people", "carers",
    "people who were abused as children", "people who were assaulted", "refugees", "deaf people", "people in care",
    "people who are afraid of their own thoughts", "partners and friends", "veterans", "people in rural areas",
    "LGBTQ+ people", "people who lost somebody", "people in prison", "new mothers", "teachers", "nurses",
)  # fmt: skip
MATTERS = (
    "trauma", "anxiety", "sleep", "nightmares", "panic", "shame", "trust", "anger", "grief", "loneliness", "memories",
    "flashbacks", "relationships", "self-harm", "addiction", "eating", "depression", "fear at home", "a hard childhood",
    "reporting a crime", "compensation", "a court case", "housing", "debt", "work after an illness", "a divorce",
    "unwanted thoughts", "their rights", "pregnancy", "a new country", "faith and doubt", "bullying", "stress",
)  # fmt: skip
REMARKS = (
    "No referral is needed", "Ask your doctor for a referral", "Interpreters can be booked", "The building has a lift",
    "You may bring a friend", "There is a waiting list", "Evening appointments are possible", "Sessions last an hour",
    "The first meeting is free", "You choose what you tell", "Children are welcome", "Staff come from many countries",
    "Tea and a warm room are waiting", "A place in the group opens every month", "You can stop at any time",
    "Letters come in a plain envelope", "The garden is open to all", "A social worker helps with forms",
    "Fees follow your income", "Also by video", "Close to the bus station", "Next to the library", "Above the bakery",
)  # fmt: skip
METHODS = (
    "EMDR", "cognitive behavioural therapy", "art therapy", "body work", "group therapy", "music", "mindfulness",
    "narrative exposure", "family therapy", "drama", "walking talks", "schema therapy", "play therapy", "yoga",
)  # fmt: skip
STREETS = (
    "High Station Church Market Mill Park Queen King Garden School River Bridge Orchard Chapel Victoria Albert"
).split()
