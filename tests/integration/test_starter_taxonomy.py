"""What the shipped taxonomy promises: a home for every line of work, and labels that say one thing."""

from collections import defaultdict
from importlib import resources

import pytest

from matching_service.matcher.text import fold, stem, tokens
from matching_service.services.reference_data import starter_files

# ISCO-08, all 436 unit groups; a range where the last digit runs through.
UNIT_GROUPS = """
0110 0210 0310
1111-4 1120 1211-3 1219 1221-3 1311-2 1321-4 1330 1341-6 1349 1411-2 1420 1431 1439
2111-4 2120 2131-3 2141-6 2149 2151-3 2161-6 2211-2 2221-2 2230 2240 2250 2261-7 2269 2310 2320 2330 2341-2
2351-6 2359 2411-3 2421-4 2431-4 2511-4 2519 2521-3 2529 2611-2 2619 2621-2 2631-6 2641-3 2651-6 2659
3111-9 3121-3 3131-5 3139 3141-3 3151-5 3211-4 3221-2 3230 3240 3251-9 3311-5 3321-4 3331-4 3339 3341-4 3351-5
3359 3411-3 3421-3 3431-5 3511-4 3521-2
4110 4120 4131-2 4211-4 4221-7 4229 4311-3 4321-3 4411-6 4419
5111-3 5120 5131-2 5141-2 5151-3 5161-5 5169 5211-2 5221-3 5230 5241-6 5249 5311-2 5321-2 5329 5411-4 5419
6111-4 6121-3 6129 6130 6210 6221-4 6310 6320 6330 6340
7111-5 7119 7121-7 7131-3 7211-5 7221-4 7231-4 7311-9 7321-3 7411-3 7421-2 7511-6 7521-3 7531-6 7541-4 7549
8111-4 8121-2 8131-2 8141-3 8151-7 8159 8160 8171-2 8181-3 8189 8211-2 8219 8311-2 8321-2 8331-2 8341-4 8350
9111-2 9121-3 9129 9211-6 9311-3 9321 9329 9331-4 9411-2 9510 9520 9611-3 9621-4 9629
"""


def unit_groups():
    for word in UNIT_GROUPS.split():
        first, _, last = word.partition("-")
        digits = range(int(first[3]), int(last or first[3]) + 1)
        yield from (f"{first[:3]}{digit}" for digit in digits)


@pytest.fixture(scope="module")
def occupations():
    return starter_files.occupations(resources.files("data"))


@pytest.fixture(scope="module")
def skills():
    return starter_files.skills(resources.files("data"))


def test_every_unit_group_of_isco_has_an_occupation(occupations):
    expected = set(unit_groups())
    assert len(expected) == 436
    assert {occupation.columns["isco_code"] for occupation in occupations} == expected


def test_codes_are_unique_and_occupations_name_skills_that_exist(occupations, skills):
    codes, known = [entry.code for entry in [*occupations, *skills]], {skill.code for skill in skills}
    assert len(codes) == len(set(codes))
    for occupation in occupations:
        named = occupation.essential + occupation.optional
        assert len(occupation.essential) >= 3, occupation.code
        assert len(named) == len(set(named)), occupation.code
        assert known.issuperset(named), occupation.code


def test_every_concept_has_a_label_in_each_of_the_four_languages(occupations, skills):
    for entry in [*occupations, *skills]:
        preferred = {label.language for label in entry.labels if label.kind == "preferred"}
        assert preferred == {"sr", "en", "de", "sq"}, entry.code


def test_hardly_any_label_names_two_occupations(occupations):
    owners = defaultdict(set)
    for occupation in occupations:
        for label in occupation.labels:
            owners[fold(label.text)].add(occupation.code)
    shared = {text for text, codes in owners.items() if len(codes) > 1}
    assert len(shared) <= 12, sorted(shared)


@pytest.mark.parametrize(
    "word",
    "direktor menadžer radnik smena plan imam modeli agent pilot konsultant dizajner sestra mami tetka psa police kuka "
    "statistički domaće filozofija partner server".split(),
)
def test_no_lone_label_is_read_into_a_word_of_any_text(occupations, skills, word):
    labels = [tokens(label.text) for entry in [*occupations, *skills] for label in entry.labels]
    assert stem(fold(word)) not in {stem(words[0]) for words in labels if len(words) == 1}
