//! Frames: how English expresses a claim class, read from `ontology/frames/<family>/<claim>.toml`.
//!
//! A frame file names its class, its patterns (a trigger word and the paths to the roles) and examples that a
//! test runs through the whole pipeline. What holds for every frame (modality, attribution, time, place) is never
//! written in a frame. Word lists and paths that many frames share are named in `ontology/lexicon/paths.toml` and
//! used as `@name`.
use super::path::{Path, PathError};
use crate::ontology::{ClaimClass, EntityClass, Role};
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use std::collections::BTreeMap;

static FRAMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/ontology/frames");
static SHARED: &str = include_str!("../../ontology/lexicon/paths.toml");

/// How many fillers a role takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Count {
    /// Exactly one: the first found. Without it the pattern does not match.
    #[default]
    One,
    /// One, if there is one.
    Optional,
    /// At least one; all that any of the paths reaches.
    Many,
    /// All that any of the paths reaches, if any.
    Any,
}

impl Count {
    /// Whether the pattern fails without a filler.
    #[must_use]
    pub const fn required(self) -> bool {
        matches!(self, Self::One | Self::Many)
    }

    /// Whether all fillers are taken.
    #[must_use]
    pub const fn all(self) -> bool {
        matches!(self, Self::Many | Self::Any)
    }
}

/// The paths of one role in a pattern.
#[derive(Clone, Debug)]
pub struct RoleRule {
    pub role: Role,
    pub paths: Vec<Path>,
    pub count: Count,
    /// Classes that this pattern accepts; empty: all that the role admits.
    pub classes: Vec<EntityClass>,
}

/// The word that evokes a claim.
#[derive(Clone, Debug, Default)]
pub struct Trigger {
    pub lemmas: Vec<String>,
    /// Beginnings of words, instead of lemmas: "pro-", "anti-".
    pub prefixes: Vec<String>,
    /// Classes of the entity that the trigger names, instead of lemmas: any "party", any "armed group".
    pub classes: Vec<EntityClass>,
    /// Universal parts of speech it may have; empty: any.
    pub upos: Vec<String>,
    /// Penn tags it may have; empty: any.
    pub xpos: Vec<String>,
    /// Paths of which at least one must reach something.
    pub with: Vec<Path>,
    /// Paths that must reach nothing.
    pub without: Vec<Path>,
    /// Paths of which at least one must reach something, and whose words belong to the trigger ("took *control*").
    pub words: Vec<Path>,
}

/// One way to express the claim.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub name: String,
    pub trigger: Trigger,
    pub roles: Vec<RoleRule>,
    /// Where the place of this claim stands, where it is not simply a place adverbial.
    pub place: Vec<Path>,
    /// Whether the claim is dropped when `place` finds none.
    pub place_required: bool,
    /// A claim for each place instead of one with all of them.
    pub each_place: bool,
    /// Fewest roles that must be filled, required or not.
    pub needs: usize,
    /// Fewest fillers in all: an alliance of one is none.
    pub fillers: usize,
    /// How sure this pattern is when it matches, in (0, 1].
    pub confidence: f32,
}

/// A sentence and what the frame must make of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub text: String,
    /// The claims of the frame's class; each maps roles (and `modality`, `place`) to what stands there.
    pub expect: Vec<BTreeMap<String, OneOrMany>>,
}

/// A single value or a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    /// The values as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// How English expresses one claim class.
#[derive(Clone, Debug)]
pub struct Frame {
    /// `family/claim`, from the file's path.
    pub name: String,
    pub class: ClaimClass,
    pub patterns: Vec<Pattern>,
    pub examples: Vec<Example>,
}

/// Why a frame file is refused.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// Not TOML, or a key, class, role or relation that does not exist; the message has line and column.
    #[error("{file}: {source}")]
    Syntax {
        file: String,
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A folder or file that cannot be read.
    #[error("{file}: {source}")]
    Io {
        file: String,
        #[source]
        source: std::io::Error,
    },
    /// A path that does not parse.
    #[error("{file}, pattern {pattern:?}: {source}")]
    Path {
        file: String,
        pattern: String,
        #[source]
        source: PathError,
    },
    /// `@name` that `ontology/lexicon/paths.toml` does not define.
    #[error("{file}, pattern {pattern:?}: {name:?} is not defined in ontology/lexicon/paths.toml")]
    Shared { file: String, pattern: String, name: String },
    /// A role given a class outside its range.
    #[error("{file}, pattern {pattern:?}: role {role} cannot be filled by a {class}; see Role::admits")]
    Range { file: String, pattern: String, role: &'static str, class: EntityClass },
    /// A frame whose examples do not show both what it matches and what it must not match.
    #[error("{file}: a frame needs an example that expects a claim and one that expects none")]
    Examples { file: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameFile {
    claim: ClassName,
    #[serde(default)]
    pattern: Vec<PatternFile>,
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternFile {
    name: String,
    trigger: TriggerFile,
    #[serde(default)]
    roles: BTreeMap<RoleName, RoleFile>,
    place: Option<PlaceFile>,
    #[serde(default = "one")]
    needs: usize,
    #[serde(default)]
    fillers: usize,
    #[serde(default = "likely")]
    confidence: f32,
}

const fn one() -> usize {
    1
}

const fn likely() -> f32 {
    0.75
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct TriggerFile {
    lemma: Vec<String>,
    prefix: Vec<String>,
    class: Vec<EntityClassName>,
    upos: Option<OneOrMany>,
    xpos: Option<OneOrMany>,
    with: Vec<String>,
    without: Vec<String>,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleFile {
    path: OneOrMany,
    #[serde(default)]
    count: Count,
    #[serde(default)]
    class: Vec<EntityClassName>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceFile {
    path: OneOrMany,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    each: bool,
}

/// A name that must exist in a vocabulary; the TOML reader adds line and column to the complaint.
macro_rules! vocabulary_name {
    ($name:ident, $of:ty, $what:literal, $extra:literal) => {
        #[derive(Deserialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[serde(try_from = "String")]
        struct $name($of);
        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(name: String) -> Result<Self, String> {
                <$of>::from_name(&name)
                    .map(Self)
                    .ok_or_else(|| format!(concat!("unknown ", $what, " {:?}", $extra), name))
            }
        }
    };
}
vocabulary_name!(ClassName, ClaimClass, "claim class", "; see ontology/chancery.ttl");
vocabulary_name!(RoleName, Role, "role", "; see ontology/chancery.ttl");
vocabulary_name!(EntityClassName, EntityClass, "entity class", "; see ontology/chancery.ttl");

/// Word lists and paths shared by frames.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// Word lists, used inside tests and trigger lemmas: `lemma=@light`.
    pub words: BTreeMap<String, Vec<String>>,
    /// Lists of paths, used as a role's path: `@agent`.
    pub paths: BTreeMap<String, Vec<String>>,
}

impl Shared {
    /// What ships in `ontology/lexicon/paths.toml`.
    ///
    /// # Errors
    /// If the file is not valid TOML of the expected form.
    pub fn shipped() -> Result<Self, FrameError> {
        toml::from_str(SHARED).map_err(|source| FrameError::Syntax {
            file: "ontology/lexicon/paths.toml".to_owned(),
            source: Box::new(source),
        })
    }
}

impl Frame {
    /// Every frame that ships with chancery, sorted by name.
    ///
    /// # Errors
    /// The first file that is refused, with the place in it.
    pub fn shipped(shared: &Shared) -> Result<Vec<Self>, FrameError> {
        let mut files: Vec<_> = FRAMES.dirs().flat_map(Dir::files).collect();
        files.sort_by_key(|file| file.path());
        files
            .into_iter()
            .filter(|file| file.path().extension().is_some_and(|extension| extension == "toml"))
            .map(|file| {
                let name = file.path().with_extension("").display().to_string();
                Self::parse(&name, file.contents_utf8().unwrap_or_default(), shared)
            })
            .collect()
    }

    /// Every frame of a folder laid out as `<family>/<claim>.toml`, sorted by name.
    ///
    /// # Errors
    /// The first file that cannot be read or is refused, with the place in it.
    pub fn load(folder: &std::path::Path, shared: &Shared) -> Result<Vec<Self>, FrameError> {
        let failed = |path: &std::path::Path| {
            let file = path.display().to_string();
            move |source| FrameError::Io { file, source }
        };
        let entries = |path: &std::path::Path| -> Result<Vec<std::path::PathBuf>, FrameError> {
            let read = std::fs::read_dir(path).map_err(failed(path))?;
            let mut paths: Vec<_> =
                read.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>().map_err(failed(path))?;
            paths.sort();
            Ok(paths)
        };
        let mut frames = Vec::new();
        for family in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
            for path in entries(&family)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "toml")) {
                let toml = std::fs::read_to_string(&path).map_err(failed(&path))?;
                let name = path.strip_prefix(folder).unwrap_or(&path).with_extension("").display().to_string();
                frames.push(Self::parse(&name, &toml, shared)?);
            }
        }
        Ok(frames)
    }

    /// Reads one frame file.
    ///
    /// # Errors
    /// [`FrameError`] with the file's name and the place in it.
    pub fn parse(name: &str, toml: &str, shared: &Shared) -> Result<Self, FrameError> {
        let file = format!("ontology/frames/{name}.toml");
        let read: FrameFile = toml::from_str(toml)
            .map_err(|source| FrameError::Syntax { file: file.clone(), source: Box::new(source) })?;
        let shows = |matches: bool| read.example.iter().any(|example| example.expect.is_empty() != matches);
        if !(shows(true) && shows(false)) {
            return Err(FrameError::Examples { file });
        }
        let patterns =
            read.pattern.into_iter().map(|pattern| compile(pattern, &file, shared)).collect::<Result<_, _>>()?;
        Ok(Self { name: name.to_owned(), class: read.claim.0, patterns, examples: read.example })
    }
}

fn compile(pattern: PatternFile, file: &str, shared: &Shared) -> Result<Pattern, FrameError> {
    let compiler = Compiler { file, pattern: &pattern.name, shared };
    let mut roles = Vec::new();
    for (RoleName(role), rule) in &pattern.roles {
        let classes: Vec<EntityClass> = rule.class.iter().map(|class| class.0).collect();
        if let Some(&class) = classes.iter().find(|&&class| !role.admits(class)) {
            let (file, pattern) = (file.to_owned(), pattern.name.clone());
            return Err(FrameError::Range { file, pattern, role: role.name(), class });
        }
        let paths = compiler.paths(rule.path.as_slice())?;
        roles.push(RoleRule { role: *role, paths, count: rule.count, classes });
    }
    let list = |values: &Option<OneOrMany>| values.as_ref().map(|v| v.as_slice().to_vec()).unwrap_or_default();
    let trigger = Trigger {
        lemmas: compiler.lemmas(&pattern.trigger.lemma)?,
        prefixes: pattern.trigger.prefix.clone(),
        classes: pattern.trigger.class.iter().map(|class| class.0).collect(),
        upos: list(&pattern.trigger.upos),
        xpos: list(&pattern.trigger.xpos),
        with: compiler.paths(&pattern.trigger.with)?,
        without: compiler.paths(&pattern.trigger.without)?,
        words: compiler.paths(&pattern.trigger.words)?,
    };
    let place = match &pattern.place {
        Some(place) => compiler.paths(place.path.as_slice())?,
        None => Vec::new(),
    };
    Ok(Pattern {
        trigger,
        roles,
        place,
        place_required: pattern.place.as_ref().is_some_and(|place| place.required),
        each_place: pattern.place.as_ref().is_some_and(|place| place.each),
        needs: pattern.needs,
        fillers: pattern.fillers,
        confidence: pattern.confidence,
        name: pattern.name,
    })
}

/// Expands `@names` and parses paths, knowing where it is for its errors.
struct Compiler<'a> {
    file: &'a str,
    pattern: &'a str,
    shared: &'a Shared,
}

impl Compiler<'_> {
    fn unknown(&self, name: &str) -> FrameError {
        FrameError::Shared { file: self.file.to_owned(), pattern: self.pattern.to_owned(), name: name.to_owned() }
    }

    fn lemmas(&self, lemmas: &[String]) -> Result<Vec<String>, FrameError> {
        let mut all = Vec::new();
        for lemma in lemmas {
            match lemma.strip_prefix('@') {
                Some(name) => {
                    all.extend(self.shared.words.get(name).ok_or_else(|| self.unknown(lemma))?.iter().cloned());
                }
                None => all.push(lemma.clone()),
            }
        }
        Ok(all)
    }

    fn paths(&self, sources: &[String]) -> Result<Vec<Path>, FrameError> {
        let mut all = Vec::new();
        for source in sources {
            // "@agent" is a list of paths; "<obj >nsubj" a path; "@agent" may also end a path: "<xcomp @agent".
            if let Some((prefix, name)) =
                source.rsplit_once('@').filter(|(_, name)| self.shared.paths.contains_key(*name))
            {
                let expanded: Vec<String> =
                    self.shared.paths[name].iter().map(|path| format!("{prefix}{path}")).collect();
                all.extend(self.paths(&expanded)?);
            } else {
                all.push(self.path(source)?);
            }
        }
        Ok(all)
    }

    fn path(&self, source: &str) -> Result<Path, FrameError> {
        let mut text = String::new();
        let mut rest = source;
        while let Some((before, after)) = rest.split_once('@') {
            let end = after.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(after.len());
            let words = self.shared.words.get(&after[..end]).ok_or_else(|| self.unknown(&after[..end]))?;
            text.push_str(before);
            text.push_str(&words.join("|"));
            rest = &after[end..];
        }
        text.push_str(rest);
        Path::parse(&text).map_err(|source| FrameError::Path {
            file: self.file.to_owned(),
            pattern: self.pattern.to_owned(),
            source,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(toml: &str) -> Result<Frame, FrameError> {
        Frame::parse("military/strike", toml, &Shared::shipped().expect("shared paths are valid"))
    }

    const EXAMPLES: &str = r#"
        [[example]]
        text = "Jets bombed the port."
        expect = [{ recipient = "the port" }]
        [[example]]
        text = "The band bombed."
        expect = []
    "#;

    #[test]
    fn shipped_frames_load() {
        let shared = Shared::shipped().expect("shared paths are valid");
        let frames = Frame::shipped(&shared).unwrap_or_else(|error| panic!("{error}"));
        assert!(frames.len() > 40);
    }

    #[test]
    fn errors_name_the_place() {
        let cases = [
            ("claim = \"Strik\"", "unknown claim class \"Strik\""),
            ("claim = \"Strike\"\ncolour = 1", "unknown field `colour`"),
            (
                "claim = \"Strike\"\n[[pattern]]\nname=\"a\"\ntrigger={lemma=[\"x\"]}\n[pattern.roles]\nvictim={path=\">obj\"}",
                "unknown role \"victim\"",
            ),
            (
                "claim = \"Strike\"\n[[pattern]]\nname=\"a\"\ntrigger={lemma=[\"x\"]}\n[pattern.roles]\nagent={path=\">subject\"}",
                "unknown relation \"subject\"",
            ),
            ("claim = \"Strike\"\n[[pattern]]\nname=\"a\"\ntrigger={lemma=[\"@nowhere\"]}", "is not defined"),
            (
                "claim = \"Strike\"\n[[pattern]]\nname=\"a\"\ntrigger={lemma=[\"x\"]}\n[pattern.roles]\nagent={path=\">obj\",class=[\"City\"]}",
                "cannot be filled by a City",
            ),
        ];
        for (toml, complaint) in cases {
            let error = parse(&format!("{toml}\n{EXAMPLES}")).expect_err(toml).to_string();
            assert!(error.contains(complaint) && error.contains("military/strike.toml"), "{toml}\n→ {error}");
        }
    }

    #[test]
    fn a_frame_needs_both_kinds_of_examples() {
        let only_positive = "claim = \"Strike\"\n[[example]]\ntext = \"x\"\nexpect = [{}]";
        assert!(matches!(parse(only_positive), Err(FrameError::Examples { .. })));
    }
}
