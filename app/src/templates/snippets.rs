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
    "Legal footer: Korean advertising",
    "Legal footer: English",
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
    "(광고) 법정 표기",
    "영문 법정 표기",
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
    "<p style=\"font-size:12px;line-height:20px;color:#6b736e\">\n  \
     본 메일은 {{SenderName}}의 광고성 정보 수신에 동의하신 분께 발송되었습니다.<br>\n  \
     {{SenderCompany}} · {{SenderAddress}} · {{SenderPhone}} · {{SenderEmail}}<br>\n  \
     수신을 원하지 않으시면 <a href=\"{{UnsubscribeUrl}}\">수신 거부</a>를 눌러 주세요.<br>\n  \
     If you no longer wish to receive these e-mails, <a href=\"{{UnsubscribeUrl}}\">unsubscribe here</a>.\n</p>\n",
    "<p style=\"font-size:12px;line-height:20px;color:#6b736e\">\n  \
     You receive this e-mail because you agreed to hear from {{SenderName}}.<br>\n  \
     {{SenderCompany}} · {{SenderAddress}} · {{SenderPhone}} · {{SenderEmail}}<br>\n  \
     <a href=\"{{UnsubscribeUrl}}\">Unsubscribe</a> · <a href=\"{{UnsubscribeUrl}}\">수신 거부</a>\n</p>\n",
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
    "<mj-section>\n  <mj-column>\n    <mj-text font-size=\"12px\" line-height=\"20px\" color=\"#6b736e\">\n      \
     본 메일은 {{SenderName}}의 광고성 정보 수신에 동의하신 분께 발송되었습니다.<br/>\n      \
     {{SenderCompany}} · {{SenderAddress}} · {{SenderPhone}} · {{SenderEmail}}<br/>\n      \
     수신을 원하지 않으시면 <a href=\"{{UnsubscribeUrl}}\">수신 거부</a>를 눌러 주세요.<br/>\n      \
     If you no longer wish to receive these e-mails, <a href=\"{{UnsubscribeUrl}}\">unsubscribe here</a>.\n    \
     </mj-text>\n  </mj-column>\n</mj-section>\n",
    "<mj-section>\n  <mj-column>\n    <mj-text font-size=\"12px\" line-height=\"20px\" color=\"#6b736e\">\n      \
     You receive this e-mail because you agreed to hear from {{SenderName}}.<br/>\n      \
     {{SenderCompany}} · {{SenderAddress}} · {{SenderPhone}} · {{SenderEmail}}<br/>\n      \
     <a href=\"{{UnsubscribeUrl}}\">Unsubscribe</a> · <a href=\"{{UnsubscribeUrl}}\">수신 거부</a>\n    </mj-text>\n  </mj-column>\n</mj-section>\n",
];

const DEFAULT: &str = "{{default Name \"고객\"}}";
const CONDITION: &str = "{{#if Name}}…{{else}}…{{/if}}";
const LOOP: &str = "{{#each Items}}{{Title}}{{/each}}";
