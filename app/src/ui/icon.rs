use leptos::prelude::*;

/// The pictures we have. Each stands beside a word or in a button with a name, so none is read aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Overview,
    Campaign,
    Failed,
    Template,
    Image,
    People,
    Segment,
    Topic,
    Suppression,
    Settings,
    Menu,
    Close,
    Search,
    Plus,
    Copy,
    Upload,
    Download,
    Trash,
    Edit,
    More,
    Check,
    Warning,
    Clock,
    Left,
    Right,
}

impl Glyph {
    /// Lines on a field of 24 by 24.
    fn path(self) -> &'static str {
        match self {
            Self::Overview => "M4 4h6v8H4zM14 4h6v5h-6zM14 13h6v7h-6zM4 16h6v4H4z",
            Self::Campaign => "M21 3 10 14M21 3l-7 18-4-7-7-4z",
            Self::Failed => {
                "M12 8v5M12 16.5v.01M10.3 3.9 2.4 17.5A2 2 0 0 0 4.1 20.5h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0z"
            }
            Self::Template => "M4 4h16v16H4zM4 9h16M10 9v11",
            Self::Image => "M4 4h16v16H4zM9 10.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM20 15l-5-5L5.5 20",
            Self::People => {
                "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21v-1.5A5.5 5.5 0 0 1 7.5 14h3a5.5 5.5 0 0 1 5.5 5.5V21\
                 M16 3.2a4 4 0 0 1 0 7.6M18.5 14.4A5.5 5.5 0 0 1 22 19.5V21"
            }
            Self::Segment => "M4 5h16l-6.5 8v6l-3 1.5V13z",
            Self::Topic => "M12.6 3H4v8.6l8.7 8.7a2 2 0 0 0 2.8 0l5.8-5.8a2 2 0 0 0 0-2.8zM8 8v.01",
            Self::Suppression => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.7 5.7l12.6 12.6",
            Self::Settings => "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
            Self::Menu => "M4 7h16M4 12h16M4 17h16",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Copy => "M9 9h11v11H9zM5 15H4V4h11v1",
            Self::Upload => "M4 16v4h16v-4M12 16V4M7 9l5-5 5 5",
            Self::Download => "M4 16v4h16v-4M12 4v12M7 11l5 5 5-5",
            Self::Trash => "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
            Self::Edit => "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
            Self::More => "M5 11.5v1M12 11.5v1M19 11.5v1M4.5 12h1M11.5 12h1M18.5 12h1",
            Self::Check => "M5 12.5l5 5L20 7",
            Self::Warning => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5v5.5M12 16.5v.01",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
            Self::Left => "M14.5 6l-6 6 6 6",
            Self::Right => "M9.5 6l6 6-6 6",
        }
    }
}

#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=glyph.path()/>
        </svg>
    }
}
