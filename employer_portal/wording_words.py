"""Why wording of an opening is a concern, in plain words."""

from employer_portal.i18n import mark

GROUNDS = {
    "sex": mark("Sex"),
    "age": mark("Age"),
    "ethnicity": mark("Nationality or origin"),
    "religion": mark("Religion"),
    "language": mark("Mother tongue"),
    "family": mark("Family"),
    "pregnancy": mark("Pregnancy"),
    "looks": mark("Looks"),
    "photo": mark("Photo"),
    "health": mark("Health or disability"),
}
REASONS = {
    "sex": mark("Women and men may do any work. Say what the person has to be able to do."),
    "age": mark("Nobody may be left out for their age. Say what experience or skill you need."),
    "ethnicity": mark("Nobody may be chosen or left out for their origin. Leave it out."),
    "religion": mark("Faith is nobody's condition for work. Leave it out."),
    "language": mark("Say how well the language must be known, such as C1, not whose mother tongue it is."),
    "family": mark("Marriage and children are a private matter, and you may not ask about them."),
    "pregnancy": mark("You may not ask about pregnancy or plans for children, or make them a condition."),
    "looks": mark("Looks are no skill. Say what the work needs, such as neat working clothes."),
    "photo": mark("A photo shows sex, age and looks before anybody reads what the person can do. Do without it."),
    "health": mark("Say what the work demands, such as lifting 25 kg. What health it needs, a doctor decides."),
}
FIELDS = {
    "title": mark("in the title"),
    "description": mark("in the description"),
    "learning_goals": mark("in what the intern will learn"),
    "offers": mark("in what you offer"),
}
