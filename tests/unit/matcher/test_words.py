from itertools import zip_longest

import pytest

from matching_service.matcher.documents import Posting, Profile, Text
from matching_service.matcher.text import stem, tokens
from matching_service.matcher.trade_words import OTHER_THAN_OCCUPATION


def says(words, weight=1.0):
    return Profile(texts=(Text(words, weight),))


def test_shared_words_count_in_any_script_and_case(score):
    posting = Posting(texts=(Text("Plastenik sa paradajzom"),))
    assert score(says("PLASTENIK sa paradajzom"), posting) == pytest.approx(1)
    assert score(says("пластеник са парадајзом"), posting) == pytest.approx(1)
    assert score(says("plasteniku"), posting) > 0.5


def test_rare_trade_words_count_more_than_common_ones_and_other_common_words_nothing(score, encoder):
    posting = Posting(texts=(Text("dobar kuvar u pekari"),))
    dobar, kuvar, pekara = (score(says(word), posting) for word in ("dobar", "kuvar", "pekara"))
    assert 0 == dobar < kuvar < pekara
    weight = encoder.words_.weight
    assert weight(stem("kuvar")) < weight(stem("pekar"))
    assert weight(stem("nikadvidjeno")) == OTHER_THAN_OCCUPATION < weight(stem("zavarivac")) == 1


@pytest.mark.parametrize(
    "told",
    [
        "Radim sa Romima, i sama sam Romkinja.",
        "Majka sam troje dece, neudata.",
        "Penzionerka, starija žena, 61 godina.",
        "Имам астму и епилепсију, HIV, hendikep.",
        "Povratnica po readmisiji, i za azil.",
        "Albanci, Srbi, Bošnjakinja, muslimani, islam.",
        "Mutter, verheiratet, 45. Rückkehrerin.",
        "Disabled refugee woman, wife of a Gypsy man.",
    ],
)
def test_what_a_text_tells_of_protected_traits_leaves_the_features_as_they_were(reader, told):
    def features(about):
        texts = (Text("kuvarica u školskoj kuhinji", 2.0), Text(about))
        made = reader.encoder.transform_profile(Profile(texts=texts))
        return made.indices.tolist(), made.values.tolist()

    assert features(told) == features("")


def test_protected_words_of_an_opening_are_no_features_either(reader):
    def features(wanted):
        made = reader.encoder.transform_posting(Posting(texts=(Text("Kuvar", 3.0), Text(wanted))))
        return made.indices.tolist(), made.values.tolist()

    assert features("Prednost imaju majke sa decom, Romi i povratnici do 30 godina.") == features("Prednost imaju")


def test_words_of_any_advertisement_numbers_and_protected_words_count_nothing(score):
    posting = Posting(texts=(Text("Pekara, radnik, iskustvo 45, žena, Romkinja, povratnica"),))
    assert score(says("radnik sa iskustvom, 45, žena, Romkinja, povratnica"), posting) == 0
    assert score(says("pekara"), posting) == pytest.approx(1)


def test_stop_words_and_empty_texts_count_nothing(score):
    posting = Posting(texts=(Text("radim u i na"),))
    assert score(says("radim u i na"), posting) == 0
    assert score(says(""), Posting(texts=(Text(""),))) == 0


def test_a_word_no_list_knows_is_still_found_again(score):
    assert score(says("xyzzyplugh"), Posting(texts=(Text("xyzzyplugh"),))) == pytest.approx(1)


def test_a_title_in_the_feminine_is_as_near_as_in_the_masculine(reader):
    """The sex of a person must not be an input by way of the title's ending."""

    def words_of(title):
        features = reader.encoder.transform_profile(Profile(texts=(Text(title),)))
        return dict(zip(features.indices.tolist(), features.values.tolist(), strict=True))

    pairs = []
    for concept in reader.taxonomy.occupations.values():
        feminine = [label.text for label in concept.labels if (label.language, label.kind) == ("sr", "feminine")]
        pairs += [(concept.label(), text) for text in feminine if _same_words(concept.label(), text)]
    assert len(pairs) > 600
    assert [(his, hers) for his, hers in pairs if words_of(his) != pytest.approx(words_of(hers))] == []


def _same_words(his, hers):
    """Whether only the gender differs: not "rukovalac" and "operaterka"."""
    pairs = list(zip_longest(tokens(his), tokens(hers), fillvalue=""))
    return all(him[:2] == her[:2] or {him, her} == {"tehnicar", "sestra"} for him, her in pairs)


def test_a_longer_text_does_not_score_more_for_being_longer(score):
    posting = Posting(texts=(Text("paradajz"),))
    assert score(says("paradajz i mnogo drugih stvari o kojima pišem nadugačko"), posting) < score(
        says("paradajz"), posting
    )
