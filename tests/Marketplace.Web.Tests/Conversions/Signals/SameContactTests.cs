using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Signals;
using Marketplace.Web.Platform.StateMachines;
using static Marketplace.Web.Tests.Conversions.Signals.Dealings;

namespace Marketplace.Web.Tests.Conversions.Signals;

public sealed class SameContactTests
{
    private static readonly string s_phone = ContactKey.Telephone("13900000001")!, s_person = ContactKey.Person(Guid.CreateVersion7());

    private static List<string> Told(PartyTraits giver, PartyTraits taker, params DealContact[] contacts) => SameContact.Of(Of(), Known(giver, taker), contacts)?.Why.Select(r => $"{r.Code} {string.Join(' ', r.Args)}".Trim()).ToList() ?? [];

    [Fact]
    public void A_contact_of_the_deal_that_is_also_the_other_sides_is_told_with_where_both_stand()
    {
        Told(new("A") { Contacts = Contacts(s_phone) }, new("B"), new DealContact(Side.Taker, s_phone, ContactSource.Licence)).ShouldBe(["ContactPhone Register Licence"]);
        Told(new("A"), new("B"), new DealContact(Side.Giver, s_person, ContactSource.Steps), new DealContact(Side.Taker, s_person, ContactSource.Steps)).ShouldBe(["ContactPerson Steps Steps"]);
        Told(new("A") { Contacts = Contacts(s_person) }, new("B"), new DealContact(Side.Taker, s_person, ContactSource.FollowUp)).ShouldBe(["ContactPerson Register FollowUp"]);
        Told(new("A") { Contacts = Contacts("M:a@qq.com") }, new("B"), new DealContact(Side.Taker, "M:a@qq.com", ContactSource.Licence)).ShouldBe(["ContactMail Register Licence"]);
    }

    [Fact]
    public void Whoever_filed_and_belongs_to_a_party_is_told()
    {
        Told(new("A") { Contacts = Contacts(s_person) }, new("B"), new DealContact(null, s_person, ContactSource.Steps)).ShouldBe(["FilerGiver"]);
        Told(new("A"), new("B"), new DealContact(null, s_person, ContactSource.Steps), new DealContact(Side.Taker, s_person, ContactSource.FollowUp)).ShouldBe(["FilerTaker"]);
        Told(new("A"), new("B"), new DealContact(null, s_person, ContactSource.Steps)).ShouldBeEmpty();
    }

    [Fact]
    public void What_only_the_organisations_have_in_common_is_told_as_related_parties_and_not_twice()
    {
        var both = Contacts(s_phone, s_person);

        Told(new("A") { Contacts = both }, new("B") { Contacts = both }).ShouldBeEmpty();
        RelatedParties.Of(Of(), Known(new("A") { Contacts = both }, new("B") { Contacts = both })).ShouldNotBeNull();
    }

    [Fact]
    public void An_agent_whom_both_declared_may_act_for_both()
    {
        var agency = Contacts(s_person);
        DealContact[] acted = [new(Side.Giver, s_person, ContactSource.Steps), new(Side.Taker, s_person, ContactSource.Steps)];

        Told(new("A") { Agents = agency }, new("B") { Agents = agency }, acted).ShouldBeEmpty();
        Told(new("A") { Agents = agency }, new("B"), acted).ShouldNotBeEmpty();
    }

    [Fact]
    public void Each_side_with_contacts_of_its_own_and_what_is_filed_as_related_are_not_told()
    {
        Told(new("A") { Contacts = Contacts(s_phone) }, new("B"), new DealContact(Side.Taker, s_person, ContactSource.Steps)).ShouldBeEmpty();
        SameContact.Of(Of(nature: MarketNature.Related), Known(new("A") { Contacts = Contacts(s_phone) }, new("B")), [new(Side.Taker, s_phone, ContactSource.Licence)]).ShouldBeNull();
    }
}
