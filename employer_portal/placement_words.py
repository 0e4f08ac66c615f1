"""The words of placements: states, steps, reasons, scales, outcomes."""

from employer_portal.i18n import mark

KINDS = {"internship": mark("Internship"), "employment": mark("Job")}
STATES = {
    "prepared": mark("Agreement not signed yet"),
    "agreed": mark("Agreed"),
    "under_way": mark("Under way"),
    "finished": mark("Finished as agreed"),
    "broken_off": mark("Ended early"),
}
# where nothing is signed here: a job begins with a contract of its own
STATES_OF_JOBS = {**STATES, "prepared": mark("Has not begun yet")}
# what a button says that takes the step
STEPS = {
    "agree": mark("all three have signed"),
    "change": mark("the agreement was changed"),
    "begin": mark("It has begun"),
    "begin_job": mark("Work has begun"),
    "finish": mark("It is finished"),
    "break_off": mark("End it early"),
}
STEPS_DONE = {
    "begin": mark("Noted: it has begun. Hours are entered week by week."),
    "begin_job": mark("Noted: work has begun."),
    "finish": mark("Noted: it is finished. What remains are the final evaluations."),
    "break_off": mark("Noted: it has ended early. All sides see the reason."),
}
BREAK_OFF_REASONS = {
    "found_work": mark("The person has found other work"),
    "person_left": mark("The person does not want to go on"),
    "did_not_come": mark("The person did not come"),
    "personal": mark("Personal reasons"),
    "company_ended": mark("The company cannot go on with it"),
    "not_as_agreed": mark("It was not as agreed"),
    "agreed_by_all": mark("All sides agree to end it"),
    "other": mark("Another reason"),
}
SIDES = {"company": mark("Company"), "person": mark("Intern"), "programme": mark("Programme")}
SIGNING_WAYS = {"paper": mark("on paper"), "online": mark("in the account")}
MOMENTS = {"mid_term": mark("Evaluation in the middle"), "final": mark("Evaluation at the end")}
# What each side says of the other, from 1 to 5.
SCALES = {
    "company": {
        "comes_on_time": mark("Comes on time"),
        "works_well": mark("Does the work well"),
        "learns": mark("Learns new things"),
        "works_with_others": mark("Works well with others"),
        "would_hire": mark("We would employ them"),
    },
    "person": {
        "mentor_helps": mark("The mentor helps me"),
        "work_as_agreed": mark("The work is what was agreed"),
        "i_learn": mark("I learn useful things"),
        "treated_well": mark("I am treated well and work safely"),
        "would_recommend": mark("I would recommend it to others"),
    },
}
SCALE_ENDS = {
    1: mark("not at all"),
    2: mark("hardly"),
    3: mark("partly"),
    4: mark("mostly"),
    5: mark("fully"),
}
OUTCOMES = {
    "employed_here": mark("Works at this company"),
    "employed_elsewhere": mark("Works elsewhere"),
    "not_employed": mark("Does not work"),
    "unknown": mark("Not known"),
    "not_reached": mark("Could not be reached"),
}
REVOCATION_REASONS = {
    "mistake": mark("There is a mistake in it"),
    "not_earned": mark("It should not have been issued"),
    "asked": mark("The person asks for it"),
    "replaced": mark("A new one takes its place"),
}
# What has become of people, as it is counted.
COUNTED = {**OUTCOMES, "not_asked": mark("Not asked yet")}
GROUPS = {"programme": mark("By programme"), "kind": mark("By kind"), "quarter": mark("By quarter")}
TERMS = {
    "title": mark("Work"),
    "starts_on": mark("First day"),
    "ends_on": mark("Last day"),
    "hours_per_week": mark("Hours a week"),
    "mentor": mark("Mentor"),
    "duties": mark("Tasks"),
}
# Whose words about whom.
EVALUATED = {"company": mark("The company about the intern"), "person": mark("The intern about the company")}
GIVE = {"company": mark("Write down what the company says"), "person": mark("Write down what the intern says")}
