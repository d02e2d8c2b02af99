//! Mutation fuzzing on the stable toolchain: each target takes seeds from what ships, changes them at random, and must
//! answer with a result or an error, never with a panic, and in time.
//!
//! A second for each target by default; `CHANCERY_FUZZ_SECONDS=600 cargo test --release --test fuzz` for a long run,
//! `CHANCERY_FUZZ_SEED` for other numbers. What fails is left in a file that the message names. A finding that is
//! mended becomes a case of `FINDINGS` here or of the tests of its module.
use chancery::annotate::Annotator;
use chancery::annotate::model::Writer;
use chancery::article::Article;
use chancery::article::read::{Format, ReadOptions, Sources};
use chancery::claim::frame::{Frame, Shared};
use chancery::graph::iri::Base;
use chancery::graph::validate::validate;
use chancery::graph::{Detail, GraphWriter};
use chancery::pipeline::Pipeline;
use chancery::query::evaluate::parse;
use chancery::query::{Answer, Limits, QueryError, catalogue, evaluate};
use chancery::store::KnowledgeGraph;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// Xorshift (Marsaglia, 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or_default()
    }

    fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// What breaks readers of text: brackets, quotes, controls, bidi marks, zero width, homoglyphs, ends of ranges.
const NASTY: &[&[u8]] = &[
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    "\u{202e}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{feff}".as_bytes(),
    "Ѕudаni".as_bytes(),
    "e\u{301}\u{327}\u{30a}".as_bytes(),
    "👨‍👩‍👧‍👦".as_bytes(),
    "ﬁ".as_bytes(),
    "İ".as_bytes(),
    "ß".as_bytes(),
    "“".as_bytes(),
    "”".as_bytes(),
    "—".as_bytes(),
    b"\r\n",
    b"\n\n",
    b"\t",
    b"\"",
    b"'",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b"(",
    b")",
    b"<",
    b">",
    b"&",
    b"&#x0;",
    b"&#55555;",
    b"<!--",
    b"]]>",
    b"<script>",
    b"</p>",
    b"<p>",
    b"---",
    b"#",
    b"%",
    b"99999999999999999999",
    b"-1",
    b"1e999",
    b"31 February 2024",
    b"2024-02-30",
    b"0000-00-00",
    b"ch:",
    b"?x",
    b"a",
    b";",
    b".",
    b",",
    b"|",
    b"^",
    b"*",
    b"+",
    b"!",
    b"@",
    b"lemma=",
    b"null",
    b"true",
    b"Mr. ",
    b"U.S. ",
    b"\" said \"",
    b"he ",
    b"Monday ",
    b" of ",
    b"'s ",
    b"killed 12 ",
    b"https://x.example/\x07",
];

/// One to eight changes: bytes flipped, cut, doubled, moved, or replaced by something nasty or a piece of another seed.
fn mutate(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let to = at + random.below((bytes.len() - at + 1).min(64));
        match random.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let piece = bytes[at..to].repeat(1 + random.below(40));
                bytes.splice(at..at, piece);
            }
            3 => bytes.truncate(at),
            4 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                let end = from + random.below((other.len() - from + 1).min(400));
                bytes.splice(at..to, other[from..end].iter().copied());
            }
            5 => bytes[at..to].reverse(),
            _ => {
                let nasty = random.pick(NASTY).repeat(if random.below(50) == 0 { 3000 } else { 1 });
                bytes.splice(at..to, nasty);
            }
        }
    }
    bytes
}

/// Feeds a target for its time. `check` panics at a fault.
fn fuzz(name: &str, seeds: &[Vec<u8>], mut check: impl FnMut(&[u8], &mut Random)) {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let time = Duration::from_secs(number("CHANCERY_FUZZ_SECONDS").unwrap_or(1));
    let mut random = Random(number("CHANCERY_FUZZ_SEED").unwrap_or(0x9E37_79B9_7F4A_7C15) | 1);
    let started = Instant::now();
    let mut count = 0u64;
    while started.elapsed() < time {
        let input = mutate(&mut random, seeds);
        let begun = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| check(&input, &mut random)));
        let slow = begun.elapsed() > Duration::from_secs(30);
        if result.is_err() || slow {
            let file = std::env::temp_dir().join(format!("chancery-fuzz-{name}-{count}"));
            fs::write(&file, &input).unwrap();
            panic!("{name}: input {count} {}; it is in {}", if slow { "took 30 s" } else { "panics" }, file.display());
        }
        count += 1;
    }
    eprintln!("{name}: {count} inputs");
}

const STORY: &str = "ADDIS ABABA, Ethiopia (Wire) - Kenyan Foreign Minister Amina Odhiambo, who met Prime Minister Tesfaye Bekele on \
    Monday, said that \"we will not withdraw\" from the U.S.-led coalition. He denied that 1,200 troops had been killed in the \
    strike near Baidoa in February 2024.\n\nThe rebels, backed by Eritrea, threatened \"more attacks\" if the African Union did not \
    lift sanctions by the end of March, the ministry's spokesman told reporters.";

fn texts() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/news");
    let mut texts: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
    texts.sort();
    texts.push(STORY.as_bytes().to_vec());
    texts
}

fn read(file: &str, bytes: &[u8], format: Option<Format>) {
    let folder = tempfile::TempDir::new().unwrap();
    fs::write(folder.path().join(file), bytes).unwrap();
    let options = ReadOptions { format, max_bytes: 1 << 20, any_language: true, ..ReadOptions::default() };
    let found = Sources::find(&[folder.path().to_str().unwrap()]).unwrap();
    for article in found.read(options).take(1000).flatten() {
        assert!(article.text.len() <= 1 << 20);
    }
}

#[test]
fn readers() {
    let mut seeds = texts();
    let record = |text: &str| {
        serde_json::json!({ "id": "x", "title": "T", "text": text, "date": "Mon, 12 Feb 2024 10:00:00 GMT", "authors": ["A"],
            "url": "https://x.example/1", "language": "en" })
    };
    seeds.push(record(STORY).to_string().into_bytes());
    seeds.push([record(STORY).to_string(), record("Another story about talks.").to_string()].join("\n").into_bytes());
    seeds.push(format!("[{},{}]", record("a"), record(STORY)).into_bytes());
    seeds.push(format!(
        "<html lang=en><head><title>T</title><meta property='article:published_time' content='2024-02-12T10:00:00Z'>\
         <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"T\",\"datePublished\":\"2024-02-12\"}}</script>\
         </head><body><nav><a href='/'>x</a></nav><article><h1>T</h1><p>{STORY}</p><p>{STORY}</p></article></body></html>"
    ).into_bytes());
    seeds.push(format!("---\ntitle: T\ndate: 12 February 2024\nsource: Wire\n---\n{STORY}").into_bytes());
    fuzz("readers", &seeds, |bytes, random| {
        let formats = [None, Some(Format::Text), Some(Format::Json), Some(Format::JsonLines), Some(Format::Html)];
        let format = formats[random.below(5)];
        match random.below(6) {
            0 => read("a.gz", bytes, format),
            1 => {
                // Whole containers with hostile content, now and then cut or flipped.
                let mut packed = zstd::encode_all(bytes, 1).unwrap();
                if random.below(3) == 0 {
                    let at = random.below(packed.len());
                    packed[at] ^= 0x55;
                }
                read("a.txt.zst", &packed, format);
            }
            2 => read("a.html", bytes, None),
            3 => read("a.json", bytes, None),
            4 => read("a.jsonl", bytes, None),
            _ => read("a.txt", bytes, format),
        }
    });
}

/// Every stage, on text that no reader would have cleaned.
#[test]
fn stages() {
    let pipeline = Pipeline::shipped();
    let base = Base::default();
    let writers = [Detail::Compact, Detail::Full].map(|detail| GraphWriter::new(base.clone()).with_detail(detail));
    fuzz("stages", &texts(), |bytes, _| {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(20_000)]).into_owned();
        let article =
            Article { id: "x".to_owned(), title: text.chars().take(80).collect(), text, ..Article::default() };
        if article.text.is_empty() {
            return;
        }
        let analysis = pipeline.analyse(article);
        for writer in &writers {
            let quads = writer.quads(&analysis, &pipeline.knowledge);
            let faults = validate(&base.article("x"), &quads);
            assert!(faults.is_empty(), "{faults:?}");
        }
    });
}

#[test]
fn frames() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/frames");
    let mut seeds = Vec::new();
    for family in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        seeds.extend(fs::read_dir(family).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()));
    }
    seeds.sort();
    let shared = Shared::shipped().unwrap();
    fuzz("frames", &seeds, |bytes, _| drop(Frame::parse("fuzz/fuzz", &String::from_utf8_lossy(bytes), &shared)));
}

#[test]
fn queries() {
    let mut seeds: Vec<_> = catalogue().iter().map(|query| query.text.as_bytes().to_vec()).collect();
    for text in [
        "SELECT ?s (COUNT(*) AS ?n) { ?s ch:agent/ch:of* ?o . FILTER(REGEX(STR(?s), \"a+b\", \"i\")) } GROUP BY ?s HAVING(?n > 1)",
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } MINUS { ?s a ch:Claim } } LIMIT 10",
        "ASK { VALUES (?a ?b) { (UNDEF 1) } BIND(SUBSTR(\"é\", ?b, -1) AS ?c) FILTER(!BOUND(?c) || EXISTS { ?a !(a|^ch:of) ?c }) }",
        "DESCRIBE <https://x.example/1>",
        "INSERT DATA { <a:b> <a:b> \"x\"@en-GB }",
    ] {
        seeds.push(text.as_bytes().to_vec());
    }
    let graph = KnowledgeGraph::in_memory(Base::default()).unwrap();
    let writer = GraphWriter::new(Base::default());
    let pipeline = Pipeline::shipped();
    let article = Article { id: "x".to_owned(), text: STORY.to_owned(), ..Article::default() };
    graph.insert(&writer.quads(&pipeline.analyse(article), &pipeline.knowledge)).unwrap();
    let limits = Limits { timeout: Some(Duration::from_secs(1)), memory: Some(4 << 30), ..Limits::default() };
    fuzz("queries", &seeds, |bytes, _| {
        let Ok(query) = parse(&String::from_utf8_lossy(bytes), &limits) else { return };
        // SERVICE would go to the network if the build could; it must be an error.
        match evaluate(&graph, query, &limits) {
            Ok(Answer::Rows(rows)) => drop(rows.take(10_000).count()),
            Ok(Answer::Triples(triples)) => drop(triples.take(10_000).count()),
            Ok(Answer::Boolean(_)) => {}
            Err(QueryError::Evaluation(message)) => assert!(!message.contains("ended without an answer"), "{message}"),
            Err(_) => {}
        }
    });
}

/// The sections of a model file; see `annotate::model` for the layout.
fn sections(file: &[u8]) -> Vec<Vec<u8>> {
    let (mut at, mut sections) = (18, Vec::new());
    while at + 4 <= file.len() {
        let length = u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        sections.push(file[at + 4..at + 4 + length].to_vec());
        at += 4 + length;
    }
    sections
}

/// Model files that are cut or flipped, and files with a right checksum whose sections contradict each other.
#[test]
fn models() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/english");
    let folder = tempfile::TempDir::new().unwrap();
    let names = ["clusters.bin", "syntax.bin", "names.bin"];
    let files = names.map(|name| fs::read(shipped.join(name)).unwrap());
    for (name, file) in names.iter().zip(&files) {
        fs::write(folder.path().join(name), file).unwrap();
    }
    let document = Article { text: STORY.to_owned(), ..Article::default() };
    fuzz("models", &[b"seed".to_vec()], |_, random| {
        let which = random.below(3);
        let mut parts = sections(&files[which]);
        for _ in 0..=random.below(3) {
            let part = random.below(parts.len());
            let (bytes, at) = (&mut parts[part], random.below(64));
            match random.below(5) {
                0 => bytes.truncate(at),
                1 => bytes.extend_from_slice(&[0xff; 7]),
                2 if !bytes.is_empty() => {
                    let at = random.below(bytes.len());
                    bytes[at] ^= 1 << random.below(8);
                }
                3 if bytes.len() >= 8 => bytes[..8].copy_from_slice(&random.next().to_le_bytes()),
                _ => drop(bytes.drain(..at.min(bytes.len()))),
            }
        }
        let kind = String::from_utf8_lossy(&parts[0]).into_owned();
        let mut writer = Writer::new(&kind);
        for part in &parts[1..] {
            writer.section(part);
        }
        let mut bytes = writer.finish();
        if random.below(4) == 0 {
            let at = random.below(bytes.len());
            bytes[at] ^= 0x10;
        }
        let path = folder.path().join(names[which]);
        fs::write(&path, &bytes).unwrap();
        // Noise for weights gives noise for tags, but no panic.
        if let Ok(annotator) = Annotator::load(folder.path()) {
            let document = annotator.annotate(&document);
            drop(annotator.names(&document));
        }
        fs::write(&path, &files[which]).unwrap();
    });
}
