"""A taxonomy of a few trades, small enough to know by heart."""

from matching_service.matcher.taxonomy import Concept, Label, Taxonomy

# code -> (ISCO, Serbian labels)
OCCUPATIONS = {
    "welder": ("7212", ("zavarivač", "zavarivačica", "varilac")),
    "pipe-welder": ("7212", ("zavarivač cevi",)),
    "locksmith": ("7222", ("bravar", "bravarka")),
    "baker": ("7512", ("pekar", "pekarka")),
    "cook": ("5120", ("kuvar", "kuvarica", "Koch")),
    "truck-driver": ("8332", ("vozač kamiona", "kamiondžija")),
    "forklift-driver": ("8344", ("vozač viljuškara", "viljuškarista", "Staplerfahrer")),
    "seamstress": ("7533", ("šivač", "šivačica", "krojačica")),
}
SKILLS = {
    "mig-mag": ("MIG/MAG zavarivanje",),
    "blueprints": ("čitanje tehničkih crteža",),
    "grinding": ("brušenje metala",),
    "baking": ("pečenje hleba",),
    "hygiene": ("HACCP", "higijena hrane"),
    "sewing": ("šivenje na mašini",),
    "lifting": ("rukovanje viljuškarom",),
    "english": ("engleski jezik",),
}
# occupation -> (essential skills, optional skills)
NEEDED = {
    "welder": (("mig-mag", "blueprints"), ("grinding",)),
    "pipe-welder": (("mig-mag", "blueprints"), ()),
    "locksmith": (("blueprints", "grinding"), ()),
    "baker": (("baking", "hygiene"), ()),
    "cook": (("hygiene",), ()),
    "forklift-driver": (("lifting",), ()),
    "seamstress": (("sewing",), ()),
}
# shares of running text
FREQUENCIES = {"dobar": 1e-3, "kuvar": 1e-4, "pekar": 1e-6}


def _concepts(labels_of, **extra):
    return [
        Concept(
            number,
            code,
            tuple(Label("sr", "synonym" if place else "preferred", text) for place, text in enumerate(labels)),
            **{name: value_of(code) for name, value_of in extra.items()},
        )
        for number, (code, labels) in enumerate(labels_of.items(), start=1)
    ]


TAXONOMY = Taxonomy.build(
    _concepts({code: labels for code, (_, labels) in OCCUPATIONS.items()}, isco=lambda code: OCCUPATIONS[code][0]),
    _concepts(SKILLS),
    [
        (occupation, skill, is_essential)
        for occupation, lists in NEEDED.items()
        for is_essential, skills in zip((True, False), lists, strict=True)
        for skill in skills
    ],
)
