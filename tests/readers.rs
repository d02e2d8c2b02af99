//! Readers on real and hostile input: one bad article never stops the others.
use chancery::article::Article;
use chancery::article::read::{Format, ReadOptions, Reason, Rejection, Sources};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::civil::date;
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

const STORY: &str =
    "The foreign ministers of Kenya and Ethiopia met in Addis Ababa on Monday to discuss the border, officials said.";

fn read_with(files: &[(&str, &[u8])], options: ReadOptions) -> Vec<Result<Article, Rejection>> {
    let folder = TempDir::new().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let sources = Sources::find(&[folder.path().to_str().unwrap()]).unwrap();
    sources.read(options).collect()
}

fn read(name: &str, content: impl AsRef<[u8]>) -> Vec<Result<Article, Rejection>> {
    read_with(&[(name, content.as_ref())], ReadOptions::default())
}

#[track_caller]
fn one(name: &str, content: impl AsRef<[u8]>) -> Article {
    let mut items = read(name, content);
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0).unwrap()
}

#[track_caller]
fn rejected(name: &str, content: impl AsRef<[u8]>) -> Rejection {
    let mut items = read(name, content);
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0).unwrap_err()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zstandard(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 3).unwrap()
}

fn record(text: &str) -> String {
    serde_json::json!({ "title": "A title", "text": text, "date": "2024-02-14" }).to_string()
}

#[test]
fn plain_text_with_a_title_line() {
    let article = one("a.txt", format!("Ministers meet\n\nADDIS ABABA, Ethiopia - {STORY}\n\nThey agreed."));
    assert_eq!(article.title, "Ministers meet");
    assert!(article.text.starts_with("ADDIS ABABA, Ethiopia - The foreign"));
    let dateline = article.dateline.unwrap();
    assert_eq!(&article.text[dateline.place.0..dateline.place.1], "ADDIS ABABA, Ethiopia");
    assert!(article.text[dateline.end..].starts_with("The foreign"));
    assert_eq!(article.date, None);
    assert!(article.id.starts_with("text-"));
}

#[test]
fn plain_text_with_byline_and_date() {
    let article =
        one("a.txt", format!("Ministers meet\n\nBy Abebe Kebede and Jane Doe\n\n14 February 2024\n\n{STORY}"));
    assert_eq!(article.authors, ["Abebe Kebede", "Jane Doe"]);
    assert_eq!(article.date, Some(date(2024, 2, 14)));
    assert_eq!(article.text, STORY);
}

#[test]
fn plain_text_without_title() {
    for content in [STORY.to_owned(), format!("{STORY}\n\nThey agreed."), format!("{STORY}\nThey agreed.")] {
        let article = one("a.txt", &content);
        assert_eq!(article.title, "");
        assert_eq!(article.text, content);
    }
}

#[test]
fn front_matter() {
    let head =
        "---\ntitle: \"Ministers: a meeting\"\ndate: Feb. 14, 2024\nurl: https://example.org/a\nauthors: [A B, C D]";
    let article = one("a.txt", format!("{head}\nsource: The Herald\n---\n\n{STORY}"));
    assert_eq!(article.title, "Ministers: a meeting");
    assert_eq!(article.date, Some(date(2024, 2, 14)));
    assert_eq!(article.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(article.authors, ["A B", "C D"]);
    assert_eq!(article.source.as_deref(), Some("The Herald"));
    assert_eq!(article.text, STORY);
    assert!(article.id.starts_with("example-org-"), "{}", article.id);
}

#[test]
fn unclosed_front_matter() {
    assert!(matches!(rejected("a.txt", "---\ntitle: A\n\nText").reason, Reason::FrontMatter));
}

#[test]
fn json_names_of_fields() {
    for (names, day) in [
        (["title", "text", "date", "source", "url"], "2024-02-14"),
        (["headline", "body", "publishedAt", "publisher", "link"], "2024-02-14T10:00:00Z"),
        (["title", "maintext", "date_publish", "outlet", "url"], "2024-02-14 10:00:00"),
        (["title", "article_text", "datePublished", "source_name", "url"], "Wed, 14 Feb 2024 10:00:00 GMT"),
        (["title", "content", "publish_date", "source", "url"], "14 February 2024"),
        (["title", "content", "published_at", "source", "url"], "Feb. 14, 2024"),
    ] {
        let values = ["T", STORY, day, "S", "https://e.org/7"];
        let mut object: serde_json::Map<String, serde_json::Value> =
            names.iter().zip(values).map(|(name, value)| ((*name).to_owned(), value.into())).collect();
        object.insert("id".to_owned(), "7".into());
        let article = one("a.json", serde_json::to_string_pretty(&object).unwrap());
        assert_eq!(article.identifier.as_deref(), Some("7"));
        assert_eq!(article.title, "T");
        assert_eq!(article.text, STORY);
        assert_eq!(article.date, Some(date(2024, 2, 14)), "{day}");
        assert_eq!(article.source.as_deref(), Some("S"));
        assert_eq!(article.url.as_deref(), Some("https://e.org/7"));
    }
}

#[test]
fn json_of_news_interfaces() {
    let object = serde_json::json!({
        "id": 12, "source": { "id": null, "name": "Radio Sahel" }, "author": "By Awa Diop, Moussa Ba", "title": "T",
        "content": [STORY, "They agreed."], "publishedAt": 1_707_904_800, "text": null,
    });
    let article = one("a.json", object.to_string());
    assert_eq!(article.identifier.as_deref(), Some("12"));
    assert_eq!(article.source.as_deref(), Some("Radio Sahel"));
    assert_eq!(article.authors, ["Awa Diop", "Moussa Ba"]);
    assert_eq!(article.text, format!("{STORY}\n\nThey agreed."));
    assert_eq!(article.date, Some(date(2024, 2, 14)));
}

#[test]
fn json_arrays_and_concatenated_objects() {
    let (a, b) = (record("One [sic] story, \"quoted } here\"."), record("Another story."));
    for content in
        [format!("[{a},\n {b}]"), format!("{a}{b}"), format!("{a}\n{b}\n"), format!("\u{feff}[\n{a}\n,\n{b}\n]\n")]
    {
        let items = read("a.json", &content);
        assert_eq!(items.len(), 2, "{content}: {items:?}");
        assert!(items.iter().all(Result::is_ok), "{content}: {items:?}");
    }
}

#[test]
fn json_lines_keep_going() {
    let content = [
        record("First story."),
        String::new(),
        "{\"title\": \"no text\"}".to_owned(),
        "{broken".to_owned(),
        "42".to_owned(),
        "[1, 2]".to_owned(),
        "{\"text\": 5}".to_owned(),
        "{\"text\": \"   \"}".to_owned(),
        "{\"text\": \"A story.\", \"date\": \"31 February 2024\"}".to_owned(),
        "{\"text\": \"A story.\", \"date\": \"soon\"}".to_owned(),
        format!("{}{}{}", "[".repeat(20_000), 1, "]".repeat(20_000)),
        record("Last story."),
    ]
    .join("\n");
    let items = read("a.jsonl", content);
    let places: Vec<Option<usize>> =
        items.iter().map(|item| item.as_ref().err().and_then(|rejection| rejection.place)).collect();
    let expected = [None, Some(3), Some(4), Some(5), Some(6), Some(7), Some(8), Some(9), Some(10), Some(11), None];
    assert_eq!(places, expected);
    assert!(items[0].is_ok() && items[10].is_ok());
    let reason = |item: usize| &items[item].as_ref().unwrap_err().reason;
    assert!(matches!(reason(1), Reason::NoText));
    assert!(matches!(reason(2), Reason::Json(_)));
    assert!(matches!(reason(3), Reason::NotAnObject("number")));
    assert!(matches!(reason(5), Reason::WrongType { .. }));
    assert!(matches!(reason(6), Reason::Empty));
    assert!(matches!(reason(7), Reason::Date { .. }));
    assert!(matches!(reason(8), Reason::Date { .. }));
    let message = items[1].as_ref().unwrap_err().to_string();
    assert!(message.contains("a.jsonl:3: no field") && message.contains("name it text"), "{message}");
}

#[test]
fn truncated_json() {
    let items = read("a.json", format!("[{}, {{\"text\": \"cut o", record("A story.")));
    assert!(items[0].is_ok());
    assert!(matches!(items[1].as_ref().unwrap_err().reason, Reason::Json(_)));
}

#[test]
fn repeated_and_conflicting_ids() {
    let url = |text: &str| serde_json::json!({ "text": text, "url": "https://example.org/a" }).to_string();
    let items = read("a.jsonl", [url("A story."), url("A story."), url("Another story.")].join("\n"));
    assert_eq!(items.len(), 2);
    assert!(items[0].is_ok());
    assert!(matches!(&items[1].as_ref().unwrap_err().reason, Reason::DuplicateId { .. }));
}

#[test]
fn absent_dates() {
    for value in ["", "null", "N/A", "unknown", "2024", "February 2024"] {
        let article = one("a.json", serde_json::json!({ "text": STORY, "date": value }).to_string());
        assert_eq!(article.date, None, "{value}");
    }
    let options = ReadOptions { default_date: Some(date(2020, 1, 2)), ..ReadOptions::default() };
    let items = read_with(&[("a.txt", STORY.as_bytes())], options);
    assert_eq!(items[0].as_ref().unwrap().date, Some(date(2020, 1, 2)));
}

#[test]
fn a_dateline_dates_the_article() {
    let article = one("a.txt", format!("LAGOS, Nov. 15, 2023 (Xinhua) -- {STORY}"));
    assert_eq!(article.date, Some(date(2023, 11, 15)));
    assert_eq!(article.dateline.unwrap().agency.as_deref(), Some("Xinhua"));
}

#[test]
fn markup_in_json_text() {
    let text = format!("<p>{STORY}</p><p>They <b>agreed</b> &amp; left.</p><script>track()</script>");
    let article = one("a.json", record(&text));
    assert!(article.text.starts_with(STORY), "{}", article.text);
    assert!(article.text.ends_with("\n\nThey agreed & left."), "{}", article.text);
}

#[test]
fn entities_and_invisible_characters() {
    let article = one("a.txt", "Kenya&#8217;s envoy &amp; Ethiopia\u{200b}&rsquo;s\u{a0}envoy\u{202e} met\u{202c}.");
    assert_eq!(article.text, "Kenya’s envoy & Ethiopia’s envoy met.");
}

fn page(body: &str) -> String {
    let head = r#"<title>Ministers meet - The Herald</title><meta property="og:site_name" content="The Herald">
        <meta property="article:published_time" content="2024-02-14T08:00:00+03:00">
        <link rel="canonical" href="https://herald.example/world/1">
        <script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
        "headline":"Ministers meet in Addis Ababa","author":[{"@type":"Person","name":"Abebe Kebede"}]}</script>"#;
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head>{head}</head><body><nav><a href=\"/\">Home</a> <a href=\"/world\">World</a></nav>
        <article><h1>Ministers meet in Addis Ababa</h1>{body}</article>
        <footer>Copyright. Subscribe to our newsletter.</footer></body></html>"
    )
}

#[test]
fn web_page() {
    let paragraphs = (1..8).map(|n| format!("<p>Paragraph {n}. {STORY}</p>")).collect::<Vec<_>>().concat();
    let article = one("a.html", page(&paragraphs));
    assert_eq!(article.title, "Ministers meet in Addis Ababa");
    assert_eq!(article.source.as_deref(), Some("The Herald"));
    assert_eq!(article.url.as_deref(), Some("https://herald.example/world/1"));
    assert_eq!(article.authors, ["Abebe Kebede"]);
    assert_eq!(article.date, Some(date(2024, 2, 14)));
    assert!(article.text.starts_with("Paragraph 1."), "{}", article.text);
    assert!(!article.text.contains("newsletter"), "{}", article.text);
    let paragraphs = article.text.split("\n\n").filter(|paragraph| paragraph.starts_with("Paragraph"));
    assert_eq!(paragraphs.count(), 7, "{:?}", article.text);
}

#[test]
fn hostile_pages() {
    assert!(matches!(rejected("a.html", page(&"<div>".repeat(20_000))).reason, Reason::TooDeep(_)));
    assert!(matches!(rejected("a.html", "<span>".repeat(20_000)).reason, Reason::TooDeep(_)));
    assert!(matches!(rejected("a.html", "<html><body></body></html>").reason, Reason::NoContent | Reason::Empty));
    // Just below the limit the tree must not exhaust the stack.
    let nested = format!("{}<p>{STORY}</p>{}", "<div>".repeat(480), "</div>".repeat(480));
    assert!(one("a.html", page(&nested)).text.contains(STORY));
    let list = format!("<ul>{}</ul><p>{STORY}</p>", "<li>Item".repeat(5_000));
    assert!(one("a.html", page(&list)).text.contains("border"));
}

#[test]
fn encodings() {
    let text = "Präsident Erdoğan’s Büro said “no” in Łódź. The talks in the café were over, officials said.";
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend_from_slice(text.as_bytes());
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for content in [text.as_bytes().to_vec(), marked, little, big] {
        assert_eq!(one("a.txt", content).text, text);
    }
    let western = "The café’s owner said “no” – the talks were over.";
    let bytes = encoding_rs::WINDOWS_1252.encode(western).0;
    assert_eq!(one("a.txt", bytes).text, western);
    let long = western.repeat(20);
    let long = encoding_rs::WINDOWS_1252.encode(&long).0;
    let head = b"<html><head><meta charset=\"windows-1252\"></head><body><p>";
    let declared = [head.as_slice(), &long, b"</p></body></html>"].concat();
    assert!(one("a.html", declared).text.contains(western));
}

#[test]
fn binary_files() {
    for (content, kind) in [
        (b"%PDF-1.7 ...".to_vec(), "a PDF file"),
        (b"PK\x03\x04....".to_vec(), "a ZIP or Office file"),
        ((0..200u8).cycle().take(5_000).map(|byte| byte % 32).collect(), "control characters"),
        (vec![0; 5_000], "control characters"),
    ] {
        let rejection = rejected("a.txt", content);
        assert!(matches!(rejection.reason, Reason::Binary(found) if found == kind), "{rejection}");
    }
    assert_eq!(one("a.txt", "The envoy\0left the city.").text, "The envoy left the city.");
}

#[test]
fn empty_files() {
    for name in ["a.txt", "a.json", "a.jsonl", "a.html"] {
        for content in ["", "  \n\n ", "\u{feff}"] {
            let rejection = rejected(name, content);
            let expected = matches!(rejection.reason, Reason::Empty | Reason::NoContent);
            assert!(expected, "{name} {content:?}: {rejection}");
        }
    }
    assert!(matches!(rejected("a.txt.gz", gzip(b"")).reason, Reason::Empty));
    assert!(matches!(rejected("a.txt", "*** \u{200b} ...").reason, Reason::Empty));
}

#[test]
fn compressed_files() {
    let lines = format!("{}\n{}\n", record("A story."), record("Another story."));
    for (name, content) in [
        ("a.jsonl.gz", gzip(lines.as_bytes())),
        ("b.jsonl.zst", zstandard(lines.as_bytes())),
        ("c.jsonl", gzip(lines.as_bytes())),
        ("d.jsonl.gz", [gzip(&lines.as_bytes()[..20]), gzip(&lines.as_bytes()[20..])].concat()),
    ] {
        let items = read(name, content);
        assert!(items.len() == 2 && items.iter().all(Result::is_ok), "{name}: {items:?}");
    }
    assert_eq!(one("a.txt.gz", gzip(STORY.as_bytes())).text, STORY);
}

#[test]
fn damaged_compression() {
    let lines: String = (0..2_000).map(|n| record(&format!("Story number {n} of the day.")) + "\n").collect();
    for (name, whole) in [("a.jsonl.gz", gzip(lines.as_bytes())), ("a.jsonl.zst", zstandard(lines.as_bytes()))] {
        let mut content = whole[..whole.len() * 3 / 4].to_vec();
        let items = read(name, &content);
        let rejection = items.last().unwrap().as_ref().unwrap_err();
        assert!(matches!(rejection.reason, Reason::Truncated), "{name}: {rejection:?}");
        let middle = content.len() / 2;
        content[middle..middle + 40].fill(0xaa);
        assert!(read(name, &content).last().unwrap().is_err(), "{name}");
    }
    let cut = gzip(lines.as_bytes());
    let kept = read("a.jsonl.gz", &cut[..cut.len() * 3 / 4]).iter().filter(|item| item.is_ok()).count();
    assert!(kept > 100, "{kept}");
    assert!(matches!(rejected("a.txt.gz", [0x1f, 0x8b, 8]).reason, Reason::Truncated));
}

#[test]
fn decompression_bombs() {
    let blanks = vec![b' '; 80 << 20];
    for (name, content) in [("a.jsonl.gz", gzip(&blanks)), ("a.jsonl.zst", zstandard(&blanks))] {
        let items = read(name, content);
        let rejection = items.last().unwrap().as_ref().unwrap_err();
        assert!(matches!(rejection.reason, Reason::Bomb(_)), "{name}: {rejection}");
    }
    assert!(matches!(rejected("a.txt.gz", gzip(&blanks)).reason, Reason::TooLarge(_)));
}

#[test]
fn huge_lines() {
    let long = record(&"word ".repeat(2 << 20));
    let content = format!("{}\n{long}\n{}\n", record("First story."), record("Last story."));
    for name in ["a.jsonl", "a.json"] {
        let items = read(name, &content);
        assert_eq!(items.len(), 3, "{name}");
        assert!(items[0].is_ok() && items[2].is_ok(), "{name}");
        let rejection = items[1].as_ref().unwrap_err();
        assert!(matches!(rejection.reason, Reason::TooLarge(_)) && rejection.place == Some(2), "{name}: {rejection}");
    }
    assert!(matches!(rejected("a.txt", "word ".repeat(2 << 20)).reason, Reason::TooLarge(_)));
}

#[test]
fn other_languages() {
    let french = "Le ministre kényan des Affaires étrangères a rencontré lundi à Addis-Abeba son homologue éthiopien pour \
                  discuter de la frontière commune, ont indiqué des responsables des deux pays.";
    assert!(matches!(&rejected("a.txt", french).reason, Reason::Language(language) if language == "fr"));
    let declared = |language: &str| serde_json::json!({ "text": STORY, "language": language }).to_string();
    assert!(matches!(&rejected("a.json", declared("de")).reason, Reason::Language(language) if language == "de"));
    assert_eq!(one("a.json", declared("en-GB")).language.as_deref(), Some("en"));
    let options = ReadOptions { any_language: true, ..ReadOptions::default() };
    let items = read_with(&[("a.txt", french.as_bytes())], options);
    assert_eq!(items[0].as_ref().unwrap().language.as_deref(), Some("fr"));
}

#[test]
fn folders_patterns_and_missing_paths() {
    let folder = TempDir::new().unwrap();
    for (name, content) in [
        ("b.txt", "Story b."),
        ("a.txt", "Story a."),
        ("sub/c.txt", "Story c."),
        ("sub/image.png", "no"),
        (".hidden/d.txt", "Story d."),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let texts = |arguments: &[String]| -> Vec<String> {
        Sources::find(arguments).unwrap().read(ReadOptions::default()).map(|item| item.unwrap().text).collect()
    };
    assert_eq!(texts(&[at("")]), ["Story a.", "Story b.", "Story c."]);
    assert_eq!(texts(&[at("*.txt")]), ["Story a.", "Story b."]);
    assert_eq!(texts(&[at("**/*.txt")]), ["Story a.", "Story b.", "Story c."]);
    assert_eq!(texts(&[at("sub"), at("a.txt"), at("*.txt")]), ["Story c.", "Story a.", "Story b."]);
    assert!(Sources::find(&[at("none.txt")]).unwrap_err().to_string().contains("does not exist"));
    assert!(Sources::find(&[at("*.xml")]).is_err());
    assert!(Sources::find(&[at("[.txt")]).is_err());
}

#[test]
fn one_bad_file_does_not_stop_the_folder() {
    let files: &[(&str, &[u8])] = &[
        ("1.txt", b"Story one."),
        ("2.json", b"{"),
        ("3.html", b"<html>"),
        ("4.txt", b"%PDF-"),
        ("5.txt", b"Story five."),
    ];
    let items = read_with(files, ReadOptions::default());
    assert_eq!(items.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, false, true]);
    let file = &items[1].as_ref().unwrap_err().file;
    assert_eq!(Path::new(file).file_name().unwrap(), "2.json");
}

#[test]
fn a_forced_format() {
    let options = ReadOptions { format: Some(Format::JsonLines), ..ReadOptions::default() };
    let items = read_with(&[("a.txt", record("A story.").as_bytes())], options);
    assert_eq!(items[0].as_ref().unwrap().text, "A story.");
}

#[test]
fn content_tells_the_format_of_other_endings() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("article");
    fs::write(&path, record("A story.")).unwrap();
    let sources = Sources::find(&[path.to_str().unwrap()]).unwrap();
    let items: Vec<_> = sources.read(ReadOptions::default()).collect();
    assert_eq!(items[0].as_ref().unwrap().title, "A title");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, ..Default::default() })]

    #[test]
    fn no_bytes_stop_a_reader(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        text in "[<>/a-z{}\\[\\]\":,.&#;\n é-]{0,200}",
        ending in proptest::sample::select(vec!["txt", "json", "jsonl", "html", "gz"]),
    ) {
        for content in [bytes.as_slice(), text.as_bytes(), &gzip(&bytes)] {
            for article in read(&format!("a.{ending}"), content).into_iter().flatten() {
                proptest::prop_assert!(!article.text.is_empty() && !article.id.is_empty());
            }
        }
    }
}
