//! Universal Dependencies labels as small integers: parts of speech, Penn tags, relations.

macro_rules! labels {
    ($(#[$meta:meta])* $name:ident, $unknown:literal, [$($text:literal),+ $(,)?]) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u8);
        impl $name {
            /// Every label; the index is the number inside.
            pub const ALL: &'static [&'static str] = &[$($text),+];
            /// The label's text.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                Self::ALL[self.0 as usize]
            }
            /// The label with this text; the unknown one if there is none.
            #[must_use]
            pub fn parse(text: &str) -> Self {
                let position = Self::ALL.iter().position(|&label| label == text);
                let fallback = || Self::ALL.iter().position(|&label| label == $unknown);
                Self(u8::try_from(position.or_else(fallback).unwrap_or(0)).unwrap_or(0))
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool { self.as_str() == *other }
        }
    };
}

labels! {
    /// Universal part-of-speech tag.
    Upos, "X",
    ["X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
     "SCONJ", "SYM", "VERB"]
}

labels! {
    /// Penn Treebank tag in the UD English variant.
    Xpos, "FW",
    ["FW", "CC", "CD", "DT", "EX", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT", "POS",
     "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP",
     "WP$", "WRB", "HYPH", "AFX", "GW", "ADD", "NFP", "XX", "$", "#", ".", ",", ":", "``", "''", "-LRB-", "-RRB-"]
}

labels! {
    /// Universal dependency relation with its English subtype.
    Deprel, "dep",
    ["dep", "root", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case",
     "cc", "cc:preconj", "ccomp", "clf", "compound", "compound:prt", "conj", "cop", "csubj", "csubj:outer",
     "csubj:pass", "det", "det:predet", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj",
     "list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer", "nsubj:pass",
     "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp",
     "ref", "nsubj:xsubj", "nsubj:pass:xsubj", "advcl:unmarked", "cop:outer"]
}

impl Deprel {
    /// Whether this is `label` or, where `label` names no subtype, one of its subtypes.
    #[must_use]
    pub fn matches(self, label: &str) -> bool {
        let own = self.as_str();
        own == label || (own.len() > label.len() && own.starts_with(label) && own.as_bytes()[label.len()] == b':')
    }
}
