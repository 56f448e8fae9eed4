use super::{
    api::{ChangeMember, Invite, RemoveMember, RenewInvitation, Roster, WithdrawInvitation, members},
    texts::texts,
};
use crate::{
    AppError,
    layout::Asking,
    texts::texts as shared,
    ui::{
        Address, Asked, Badge, CopyField, DialogActions, Empty, ErrorNotice, Field, FormFields, Glyph, Icon, Look,
        Menu, Notice, RadioCards, RadioChoice, Skeleton, Submit, Switch, Table, Tone, Toolbar, When, failure,
        toast_when_done,
    },
};
use domain::member::{InvitationSummary, MemberSummary, Rights, Role};
use leptos::{either::Either, form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::components::A;

/// What can be done to the roster; made once, so that an answer outlives the row that asked.
#[derive(Clone, Copy)]
struct Acts {
    invite: ServerAction<Invite>,
    renew: ServerAction<RenewInvitation>,
    withdraw: ServerAction<WithdrawInvitation>,
    change: ServerAction<ChangeMember>,
    remove: ServerAction<RemoveMember>,
}

impl Acts {
    fn new() -> Self {
        Self {
            invite: ServerAction::new(),
            renew: ServerAction::new(),
            withdraw: ServerAction::new(),
            change: ServerAction::new(),
            remove: ServerAction::new(),
        }
    }

    /// Moves with every answer.
    fn answered(self) -> [usize; 5] {
        [
            self.invite.version().get(),
            self.renew.version().get(),
            self.withdraw.version().get(),
            self.change.version().get(),
            self.remove.version().get(),
        ]
    }

    /// The link that was made last.
    fn link(self) -> Option<String> {
        self.renew.value().get().and_then(Result::ok)
    }
}

#[component]
pub fn MembersPage() -> impl IntoView {
    let t = &texts().members;
    let acts = Acts::new();
    let roster = Resource::new_blocking(move || acts.answered(), |_| members());
    toast_when_done(acts.change, |()| texts().members.changed.into());
    toast_when_done(acts.remove, |()| texts().members.removed.into());
    toast_when_done(acts.withdraw, |()| texts().members.withdrawn.into());
    let address = Address::here();
    view! {
        <Title text=t.title/>
        <Toolbar>
            <p class="settings-lead">{t.lead}</p>
            <A href=move || address.asking(Some("invite")) scroll=false attr:class=Look::Main.class()>
                <Icon glyph=Glyph::Plus/>
                {t.invite}
            </A>
        </Toolbar>
        {move || acts.link().map(|link| view! {
            <Notice tone=Tone::Good><CopyField id="renewed-link" label=t.link_label value=link/></Notice>
        })}
        <ErrorNotice error=failure(acts.renew)/>
        <ErrorNotice error=failure(acts.withdraw)/>
        <Transition fallback=|| view! { <Skeleton rows=4/> }>
            {move || Suspend::new(async move {
                match roster.await {
                    Ok(roster) => Either::Left(view! { <People roster acts/> }),
                    Err(error) => Either::Right(view! { <ErrorNotice error=Some(error)/> }),
                }
            })}
        </Transition>
        <InviteDialog acts/>
    }
}

#[component]
fn People(roster: Roster, acts: Acts) -> impl IntoView {
    let t = &texts().members;
    let Roster { members, invitations } = roster;
    let asked = members.clone();
    view! {
        <Table label=t.title>
            <thead>
                <tr>
                    <th scope="col">{t.member}</th>
                    <th scope="col">{t.role}</th>
                    <th scope="col">{t.launching}</th>
                    <th scope="col">{t.joined}</th>
                    <th scope="col"><span class="hidden">{t.acts}</span></th>
                </tr>
            </thead>
            <tbody>{members.into_iter().map(|member| view! { <MemberLine member/> }).collect_view()}</tbody>
        </Table>
        {asked.into_iter().map(|member| view! { <MemberDialogs member acts/> }).collect_view()}
        <h2>{t.invitations}</h2>
        <Invitations invitations acts/>
    }
}

#[component]
fn MemberLine(member: MemberSummary) -> impl IntoView {
    let t = &texts().members;
    let me = expect_context::<Asking>();
    let address = Address::here();
    let (id, email, name) = (member.id, member.email.clone(), called(&member));
    let is_me = move || me.get().and_then(Result::ok).is_some_and(|me| me.email == email);
    view! {
        <tr>
            <th scope="row">
                <span class="member-line-name">{name.clone()}</span>
                <Suspense>{move || is_me().then(|| view! { " " <span class="quiet">{t.you}</span> })}</Suspense>
                {(name != member.email).then(|| view! { <span class="quiet member-line-email">{member.email}</span> })}
            </th>
            <td data-label=t.role>{(shared().role)(member.rights.role)}</td>
            <td data-label=t.launching><Launching rights=member.rights/></td>
            <td data-label=t.joined class="time"><When at=member.joined_at/></td>
            <td class="acts">
                <Menu label=|| view! { <Icon glyph=Glyph::More/> } named=(t.acts_on)(&name) class="icon-button">
                    <A href=move || address.asking(Some(&format!("change-{id}"))) scroll=false>{t.change}</A>
                    <A href=move || address.asking(Some(&format!("remove-{id}"))) scroll=false>{t.remove}</A>
                </Menu>
            </td>
        </tr>
    }
}

fn called(member: &MemberSummary) -> String {
    if member.name.is_empty() { member.email.clone() } else { member.name.clone() }
}

#[component]
fn Launching(rights: Rights) -> impl IntoView {
    let t = &texts().members;
    match rights.may_launch {
        true => view! { <Badge label=t.may_launch tone=Tone::Good/> },
        false => view! { <Badge label=t.may_not_launch tone=Tone::Plain/> },
    }
}

#[component]
fn MemberDialogs(member: MemberSummary, acts: Acts) -> impl IntoView {
    let t = &texts().members;
    let (id, name, rights) = (member.id, called(&member), member.rights);
    let address = Address::here();
    let (change_error, remove_error) = (failure(acts.change), failure(acts.remove));
    view! {
        <Asked question=format!("change-{id}") title=(t.change_title)(&name)>
            <ActionForm action=acts.change>
                <input type="hidden" name="member" value=id.to_string()/>
                <ErrorNotice error=change_error/>
                <RightsFields rights/>
                <DialogActions>
                    <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                    <Submit label=t.save look=Look::Main pending=acts.change.pending()/>
                </DialogActions>
            </ActionForm>
        </Asked>
        <Asked question=format!("remove-{id}") title=(t.remove_title)(&name)>
            <p>{t.remove_means}</p>
            <ErrorNotice error=remove_error/>
            <DialogActions>
                <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                <ActionForm action=acts.remove>
                    <input type="hidden" name="member" value=id.to_string()/>
                    <Submit label=t.remove_yes look=Look::Grave pending=acts.remove.pending()/>
                </ActionForm>
            </DialogActions>
        </Asked>
    }
}

/// Role and the right to launch.
#[component]
fn RightsFields(rights: Rights, #[prop(optional, into)] error: Signal<Option<AppError>>) -> impl IntoView {
    let t = &texts().members;
    let choice = |role: Role| RadioChoice::new(role.as_str(), (shared().role)(role), (t.role_means)(role));
    view! {
        <FormFields>
            <RadioCards name="role" label=t.role choices=Role::ALL.map(choice).to_vec() value=rights.role.as_str() error/>
            <Switch name="may_launch" label=t.approver hint=t.approver_hint checked=rights.may_launch/>
        </FormFields>
    }
}

#[component]
fn InviteDialog(acts: Acts) -> impl IntoView {
    let t = &texts().members;
    let error = failure(acts.invite);
    let address = Address::here();
    let link = move || acts.invite.value().get().and_then(Result::ok);
    let form = move || {
        view! {
            <ActionForm action=acts.invite>
                <ErrorNotice error fields=&["email", "role"]/>
                <FormFields>
                    <Field name="email" label=t.email kind="email" autocomplete="off" error/>
                    <RightsFields rights=Rights::new(Role::Marketer, true) error/>
                </FormFields>
                <DialogActions>
                    <A href=move || address.asking(None) scroll=false attr:class=Look::Plain.class()>{t.keep}</A>
                    <Submit label=t.invite_yes look=Look::Main pending=acts.invite.pending()/>
                </DialogActions>
            </ActionForm>
        }
    };
    view! {
        <Asked question="invite" title=t.invite_title is_wide=true>
            {move || match link() {
                Some(link) => Either::Left(view! {
                    <p>{t.link_once}</p>
                    <CopyField id="invitation-link" label=t.link_label value=link/>
                    <DialogActions>
                        <A href=move || address.asking(None) scroll=false attr:class=Look::Main.class()>{t.done}</A>
                    </DialogActions>
                }),
                None => Either::Right(form()),
            }}
        </Asked>
    }
}

#[component]
fn Invitations(invitations: Vec<InvitationSummary>, acts: Acts) -> impl IntoView {
    let t = &texts().members;
    if invitations.is_empty() {
        return Either::Left(view! { <Empty title=t.no_invitations hint=t.no_invitations_hint/> });
    }
    Either::Right(view! {
        <Table label=t.invitations>
            <thead>
                <tr>
                    <th scope="col">{t.email}</th>
                    <th scope="col">{t.role}</th>
                    <th scope="col">{t.expires}</th>
                    <th scope="col"><span class="hidden">{t.acts}</span></th>
                </tr>
            </thead>
            <tbody>
                {invitations.into_iter().map(|invitation| view! { <InvitationLine invitation acts/> }).collect_view()}
            </tbody>
        </Table>
    })
}

#[component]
fn InvitationLine(invitation: InvitationSummary, acts: Acts) -> impl IntoView {
    let t = &texts().members;
    let id = invitation.id;
    let email = invitation.email;
    let (renewing, withdrawing) = ((t.renew_of)(&email), (t.withdraw_of)(&email));
    let expires = match invitation.has_expired {
        true => Either::Left(view! { <Badge label=t.expired tone=Tone::Warning/> }),
        false => Either::Right(view! { <When at=invitation.expires_at/> }),
    };
    view! {
        <tr>
            <th scope="row">{email}</th>
            <td data-label=t.role>{(shared().role)(invitation.rights.role)}</td>
            <td data-label=t.expires class="time">{expires}</td>
            <td class="acts">
                <ActionForm action=acts.renew>
                    <input type="hidden" name="invitation" value=id.to_string()/>
                    <Submit label=t.renew named=renewing look=Look::Small pending=acts.renew.pending()/>
                </ActionForm>
                " "
                <ActionForm action=acts.withdraw>
                    <input type="hidden" name="invitation" value=id.to_string()/>
                    <Submit label=t.withdraw named=withdrawing look=Look::Small pending=acts.withdraw.pending()/>
                </ActionForm>
            </td>
        </tr>
    }
}
