//! The rules by which lines are told apart, by name.

use crate::article::Kind;

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $kind:ident $name:literal,)*) => {
        /// What says of which kind a line is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule { $($(#[$doc])* $rule,)* }

        impl Rule {
            /// The word for it in tables.
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name,)* }
            }

            /// The kind of the lines that fall under it.
            pub fn kind(self) -> Kind {
                match self { $(Self::$rule => Kind::$kind,)* }
            }
        }
    };
}

rules! {
    /// The title, also with a dateline before it.
    Title Heading "title",
    /// What stands below the title and is no full sentence.
    Deck Heading "deck",
    /// A heading inside the body.
    Subhead Heading "subhead",
    /// A sentence below the title, before the body.
    Teaser Sentence "teaser",
    /// An item of a list.
    ListItem Sentence "list item",
    /// The words of a speaker, whose name opens the line.
    Speech Sentence "speech",
    /// Any other paragraph.
    Body Sentence "body",
    /// The title once more, or as the name of the page.
    RepeatedTitle Boilerplate "repeated title",
    /// The name of the site or section, or another short line of the top matter.
    Section Boilerplate "section",
    /// Menus, crumbs, languages, legal links.
    Navigation Boilerplate "navigation",
    /// A place, with or without a date, alone.
    Dateline Boilerplate "dateline",
    /// A date or hour alone.
    Date Boilerplate "date",
    /// Who wrote it.
    Byline Boilerplate "byline",
    /// Who reported and edited, at the end.
    Credits Boilerplate "credits",
    /// Who the author is, and whose views these are.
    Biography Boilerplate "biography",
    /// What a picture shows, and whose it is.
    Caption Boilerplate "caption",
    /// Where the news comes from.
    Source Boilerplate "source",
    /// How long it takes to read.
    ReadingTime Boilerplate "reading time",
    /// Buttons for sharing, printing, rating, correcting.
    ShareBar Boilerplate "share bar",
    /// An address alone.
    Link Boilerplate "link",
    /// Invitations to subscribe.
    Newsletter Boilerplate "newsletter",
    /// Invitations to log in.
    Login Boilerplate "login",
    /// Consent to cookies.
    Cookies Boilerplate "cookies",
    /// Whose rights are reserved.
    Copyright Boilerplate "copyright",
    /// Advertisements and players that do not play.
    Advertisement Boilerplate "advertisement",
    /// The comment form, and comments.
    Comments Boilerplate "comments",
    /// Headlines of other stories, and the words that lead to them.
    Related Boilerplate "related story",
    /// Topics, persons and places under which the article is filed.
    Tags Boilerplate "tags",
    /// Where and when it was published, in what state the text is.
    Status Boilerplate "publication status",
    /// A remark of the desk.
    Note Boilerplate "note",
    /// The name of the speaker alone.
    Turn Boilerplate "turn",
    /// No letter and no number.
    Separator Boilerplate "separator",
    /// Behind the end of the article.
    Tail Boilerplate "tail",
}

impl Rule {
    /// Whether furniture of this rule comes in full sentences.
    pub(super) fn stands_in_sentences(self) -> bool {
        use Rule::{Biography, Comments, Cookies, Copyright, Credits, Newsletter, Status};
        matches!(self, Biography | Comments | Cookies | Copyright | Credits | Newsletter | Status)
    }

    /// Whether lines of this rule lead a list: headlines, tags, comments.
    pub(super) fn leads(self) -> bool {
        matches!(self, Self::Related | Self::Tags | Self::Comments)
    }

    /// Whether nothing of the article is expected behind a line of this rule.
    pub(super) fn closes(self) -> bool {
        self.leads() || matches!(self, Self::Credits | Self::Status | Self::Copyright | Self::Biography)
    }

    /// Whether lines of this rule stand around titles.
    pub(super) fn tops(self) -> bool {
        matches!(self, Self::Byline | Self::Date | Self::Dateline | Self::ReadingTime)
    }
}
