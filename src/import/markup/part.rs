//! What a text is made of, between the tree of a page and its Markdown. Whatever is not named here does not reach an
//! article: there is no other way from a page into one.

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Part {
    Paragraph(Vec<Run>),
    /// Level 1 to 6.
    Heading(u8, Vec<Run>),
    /// A bulleted list, or a numbered one with its first number.
    List(Option<u64>, Vec<Vec<Part>>),
    Quote(Vec<Part>, Whose),
    /// Its language, and its text.
    Code(Option<String>, String),
    Rule,
    /// The rows, each with as many cells as the first, which is the head.
    Table(Vec<Vec<Vec<Run>>>),
}

/// What a page says of whose words a quotation holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Whose {
    /// The address in its `cite`.
    pub cite: Option<String>,
    /// Its attribution, apart from its text.
    pub line: Vec<Run>,
}

/// A stretch of text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Run {
    pub leaf: Leaf,
    pub style: Style,
}

/// What a line holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Leaf {
    Text(String),
    Code(String),
    Break,
    /// Its alternative text and its address.
    Image(String, String),
}

/// How a stretch of text is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Style {
    pub link: Option<String>,
    pub strong: bool,
    pub emphasis: bool,
    pub strike: bool,
    pub shift: Option<Shift>,
}

/// Off the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Shift {
    Sub,
    Sup,
}

impl Run {
    /// Text without a style.
    pub fn plain(text: &str) -> Self {
        Self { leaf: Leaf::Text(text.to_owned()), style: Style::default() }
    }
}

/// The words of a line.
pub(in crate::import) fn text(runs: &[Run]) -> String {
    let words = runs.iter().map(|run| match &run.leaf {
        Leaf::Text(text) | Leaf::Code(text) | Leaf::Image(text, _) => text.as_str(),
        Leaf::Break => " ",
    });
    words.collect()
}

impl Part {
    /// Its words, those of its parts on lines of their own.
    pub fn text(&self) -> String {
        let all = |parts: &[Part]| parts.iter().map(Part::text).collect::<Vec<_>>().join("\n");
        match self {
            Self::Paragraph(runs) | Self::Heading(_, runs) => text(runs),
            Self::List(_, items) => items.iter().map(|item| all(item)).collect::<Vec<_>>().join("\n"),
            Self::Quote(parts, whose) => format!("{}\n{}", all(parts), text(&whose.line)),
            Self::Code(_, code) => code.clone(),
            Self::Rule => String::new(),
            Self::Table(rows) => rows.iter().flatten().map(|cell| text(cell)).collect::<Vec<_>>().join("\n"),
        }
    }
}
