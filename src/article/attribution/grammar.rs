//! The closed word classes of English: what the reading of clauses needs beside the tables of actors
//! and cues, which belong to a subject, and these, which belong to the language.

use super::lexicon::Class;

/// Words and phrases by class.
pub(super) const WORDS: &[(Class, &str)] = &[
    (
        Class::Preposition,
        "in|on|at|by|to|of|with|for|from|against|between|among|into|over|under|about|after|before|during|through|\
         toward|towards|upon|within|without|near|amid|despite|since|until|via|per|behind|beyond|across|along|around|\
         like|unlike|alongside|including|regarding|concerning|following|ahead of|because of|instead of|as well as|\
         together with|along with|on behalf of|in front of|in favour of|in favor of|in response to|in addition to|\
         thanks to|due to|versus|except|besides|aboard|outside|inside|throughout|as part of|in terms of|such as|than",
    ),
    (
        Class::Subordinator,
        "when|while|whereas|if|because|although|though|unless|once|as|whether|as soon as|even though|even if|lest|\
         so that|after having|before|after|since|until|how|why|where|what|whenever|wherever|provided",
    ),
    (Class::Relative, "who|which|whose|whom"),
    (Class::That, "that"),
    (Class::Conjunction, "and|or|but|nor|yet|then|while|&|as well as|so"),
    (
        Class::Determiner,
        "the|a|an|this|these|those|each|every|some|any|no|another|both|all|several|many|one|two|three",
    ),
    (Class::Possessor, "his|her|their|its|our|my|your"),
    (Class::He, "he"),
    (Class::She, "she"),
    (Class::It, "it"),
    (Class::They, "they"),
    (Class::I, "i"),
    (Class::We, "we"),
    (Class::You, "you"),
    (Class::Him, "him|her"),
    (
        Class::FirstPerson,
        "i|we|us|our|ours|me|my|mine|ourselves|myself|let's|i'm|we're|i've|we've|i'd|we'd|i'll|we'll",
    ),
    (Class::Be, "is|are|was|were|be|been|being|am|isn't|aren't|wasn't|weren't|'s|'re|'m|got|gets"),
    (Class::Have, "has|have|had|having|hasn't|haven't|hadn't|'ve"),
    (Class::Do, "do|does|did|doesn't|don't|didn't"),
    (
        Class::Modal,
        "will|would|can|could|may|might|shall|should|must|won't|wouldn't|can't|couldn't|cannot|shouldn't|mustn't|'ll|'d|ought",
    ),
    (
        Class::Negation,
        "not|never|no|neither|nor|nothing|nobody|none|hardly|n't|don't|doesn't|didn't|won't|can't|cannot|isn't|aren't",
    ),
    (
        Class::Adverb,
        "also|too|then|later|earlier|again|still|already|now|today|yesterday|tomorrow|once|twice|just|only|even|further|\
         furthermore|moreover|however|therefore|meanwhile|nevertheless|nonetheless|instead|meantime|never|ever|always|\
         often|soon|afterwards|afterward|here|there|thus|hence|on monday|on tuesday|on wednesday|on thursday|on friday|\
         on saturday|on sunday|in turn|for his part|for her part|for its part|for their part|in particular|at the time|\
         at length|at once|in public|in private|for example|for instance|in fact|of course|in addition|last week|this week|\
         last month|this month|last year|this year|first|secondly|finally|not|though|yet|all|both|at the same time|\
         as well|in the meantime|to reporters|this morning|this afternoon|this evening|in the morning|in the evening",
    ),
    (
        Class::Honorific,
        "mr|mrs|ms|miss|dr|prof|professor|sir|lord|lady|sen|gov|rep|gen|general|col|colonel|maj|major|capt|captain|lt|\
         lieutenant|sgt|sergeant|adm|admiral|judge|justice|rev|pope|prince|princess|king|queen|monsieur|madame|mme|hon|\
         senator|governor|representative|congressman|congresswoman|mayor|secretary|chairman|chairwoman|detective|sheriff|\
         father|comrade|marshal|count|baron|baroness|dame|saint",
    ),
    (Class::Particle, "de|du|des|von|van|der|den|bin|ibn|al|el|la|le|di|da|della|ter|ben"),
    (
        Class::NotAName,
        "monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|\
         september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|there|here|it|this|that|\
         these|those|what|yes|no|well|however|but|and|so|if|when|while|then|now|today|yesterday|tomorrow|god|christmas|\
         easter|i|i'm|i've|i'd|i'll|english|ok|okay|oh|please|thank|thanks|let|asked|speaking|according|not|maybe|perhaps",
    ),
    (
        Class::Plural,
        "both sides|the sides|the two sides|both countries|the two countries|both leaders|the two leaders|\
        the leaders|both presidents|the two presidents|the presidents|both ministers|the two ministers|the ministers|\
        the parties|both parties|the heads of state|the two heads of state|both heads of state|the interlocutors|\
        the two delegations|both delegations|the delegations|the foreign ministers|the two foreign ministers|\
        both foreign ministers|the four ministers|all four ministers|both heads of government|both top diplomats|\
        the two men|the two women|the pair|the two capitals|both capitals|both governments|the two governments|\
        the participants|the two diplomats|the counterparts|the two states|the heads of government|they both|\
        all sides|the signatories|both delegations",
    ),
    (Class::Official, "member|members|head|chief|heads|chiefs"),
    (Class::Question, "question|q|reporter|journalist|moderator|interviewer|host|presenter"),
];
