//! Pieces of mail that are written again and again.

use crate::texts::Locale;
use domain::template::Markup;

/// What it is called in the menu, and what it puts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snippet {
    pub name: &'static str,
    pub text: &'static str,
}

pub fn of(markup: Markup, locale: Locale) -> Vec<Snippet> {
    let names = match locale {
        Locale::En => NAMES_EN,
        Locale::Ko => NAMES_KO,
    };
    let texts = match markup {
        Markup::Html => HTML,
        Markup::Mjml => MJML,
    };
    names.into_iter().zip(texts).map(|(name, text)| Snippet { name, text }).collect()
}

const COUNT: usize = 10;

const NAMES_EN: [&str; COUNT] = [
    "Preheader",
    "Button",
    "Two columns",
    "Image",
    "Divider",
    "Name, or something instead",
    "Only if there is a value",
    "For each in a list",
    "Legal footer",
    "In Korean and in English",
];

const NAMES_KO: [&str; COUNT] = [
    "미리보기 문구",
    "버튼",
    "2단 배치",
    "이미지",
    "구분선",
    "이름, 없으면 다른 말",
    "값이 있을 때만",
    "목록 반복",
    "법정 표기",
    "한국어와 영어로",
];

const HTML: [&str; COUNT] = [
    "<div style=\"display:none;max-height:0;overflow:hidden;opacity:0\">What the inbox shows beside the subject</div>\n",
    "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\"><tr><td bgcolor=\"#175e54\" style=\"border-radius:8px\">\
     <a href=\"https://\" style=\"display:inline-block;padding:13px 26px;color:#ffffff;font-weight:600;text-decoration:none\">Button</a>\
     </td></tr></table>\n",
    "<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\">\n  <tr>\n    \
     <td width=\"50%\" valign=\"top\" style=\"padding-right:12px\">Left</td>\n    \
     <td width=\"50%\" valign=\"top\" style=\"padding-left:12px\">Right</td>\n  </tr>\n</table>\n",
    "<img src=\"https://\" alt=\"\" width=\"600\" style=\"display:block;width:100%;max-width:600px;height:auto;border:0\">\n",
    "<hr style=\"border:0;border-top:1px solid #e6e8e4;margin:24px 0\">\n",
    DEFAULT,
    CONDITION,
    LOOP,
    "<p style=\"font-size:12px;line-height:20px;color:#6b736e\">{{LegalFooter}}</p>\n",
    LANGUAGES,
];

const MJML: [&str; COUNT] = [
    "<mj-preview>What the inbox shows beside the subject</mj-preview>\n",
    "<mj-button href=\"https://\" background-color=\"#175e54\" border-radius=\"8px\">Button</mj-button>\n",
    "<mj-section>\n  <mj-column>\n    <mj-text>Left</mj-text>\n  </mj-column>\n  <mj-column>\n    \
     <mj-text>Right</mj-text>\n  </mj-column>\n</mj-section>\n",
    "<mj-image src=\"https://\" alt=\"\" padding=\"0\"/>\n",
    "<mj-divider border-width=\"1px\" border-color=\"#e6e8e4\"/>\n",
    DEFAULT,
    CONDITION,
    LOOP,
    "<mj-section>\n  <mj-column>\n    <mj-text font-size=\"12px\" line-height=\"20px\" color=\"#6b736e\">{{LegalFooter}}</mj-text>\n  </mj-column>\n</mj-section>\n",
    LANGUAGES,
];

const DEFAULT: &str = "{{default Name \"고객\"}}";
const CONDITION: &str = "{{#if Name}}…{{else}}…{{/if}}";
const LOOP: &str = "{{#each Items}}{{Title}}{{/each}}";
const LANGUAGES: &str = "{{#ko}}…{{else}}…{{/ko}}";
