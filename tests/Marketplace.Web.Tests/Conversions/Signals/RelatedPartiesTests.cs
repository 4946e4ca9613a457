using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Signals;
using static Marketplace.Web.Tests.Conversions.Signals.Dealings;

namespace Marketplace.Web.Tests.Conversions.Signals;

public sealed class RelatedPartiesTests
{
    private static readonly Guid s_group = Guid.CreateVersion7();

    private static List<string> Told(PartyTraits giver, PartyTraits taker, MarketNature nature = MarketNature.Market) =>
        RelatedParties.Of(Of(nature: nature), Known(giver, taker))?.Why.Select(r => r.Code).ToList() ?? [];

    [Fact]
    public void Each_thing_two_parties_have_in_common_is_told_by_itself_and_all_of_them_are_one_signal()
    {
        var person = ContactKey.Person(Guid.CreateVersion7());
        var (giver, taker) = (new PartyTraits("A"), new PartyTraits("B"));

        Told(giver with { Representative = "王某" }, taker with { Representative = "王某" }).ShouldBe(["RelatedHead"]);
        Told(giver with { Address = "博乐市北京路1号301室" }, taker with { Address = "博乐市北京路1号301室" }).ShouldBe(["RelatedAddress"]);
        Told(giver with { Contacts = Contacts(ContactKey.Telephone("0909-2220001")) }, taker with { Contacts = Contacts(ContactKey.Telephone("+86 909 2220001")) }).ShouldBe(["RelatedPhone"]);
        Told(giver with { Contacts = Contacts(ContactKey.Mail("a@qq.com")) }, taker with { Contacts = Contacts(ContactKey.Mail(" A@QQ.com")) }).ShouldBe(["RelatedMail"]);
        Told(giver with { Contacts = Contacts(ContactKey.Mail("a@firm.cn")) }, taker with { Contacts = Contacts(ContactKey.Mail("b@firm.cn")) }).ShouldBe(["RelatedDomain"]);
        Told(giver with { Contacts = Contacts(person) }, taker with { Contacts = Contacts(person) }).ShouldBe(["RelatedMember"]);
        Told(giver with { Group = new HashSet<Guid> { s_group } }, taker with { Group = new HashSet<Guid> { s_group } }).ShouldBe(["RelatedGroup"]);
        Told(giver with { Representative = "王某", Group = new HashSet<Guid> { s_group } }, taker with { Representative = "王某", Group = new HashSet<Guid> { s_group } }).ShouldBe(["RelatedGroup", "RelatedHead"]);
    }

    [Fact]
    public void Two_firms_of_one_office_building_are_not_related_by_it()
    {
        Told(new("A") { Address = "博乐市北京路1号科技大厦301室" }, new("B") { Address = "博乐市北京路1号科技大厦302室" }).ShouldBeEmpty();
        Told(new("A") { Address = "博乐市北京路1号科技大厦" }, new("B") { Address = "博乐市北京路1号科技大厦" }).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_made_of_what_is_not_known_or_of_an_address_anybody_can_have()
    {
        Told(new("A"), new("B")).ShouldBeEmpty();
        Told(new("A") { Contacts = Contacts(ContactKey.Mail("a@163.com")) }, new("B") { Contacts = Contacts(ContactKey.Mail("b@163.com")) }).ShouldBeEmpty();
        Told(new("A") { Contacts = Contacts(ContactKey.Telephone("8001")) }, new("B") { Contacts = Contacts(ContactKey.Telephone("8001")) }).ShouldBeEmpty();
        RelatedParties.Of(Of(), Known()).ShouldBeNull();
    }

    [Fact]
    public void An_agency_that_both_declared_hides_nothing_and_one_that_only_one_declared_does()
    {
        var phone = Contacts(ContactKey.Telephone("13900000001"), ContactKey.Mail("desk@agency.cn"));
        var (giver, taker) = (new PartyTraits("A") { Contacts = phone, Agents = phone }, new PartyTraits("B") { Contacts = phone, Agents = phone });

        Told(giver, taker).ShouldBeEmpty();
        Told(giver, taker with { Agents = Contacts() }).ShouldBe(["RelatedPhone", "RelatedMail"], ignoreOrder: true);
    }

    [Fact]
    public void What_is_filed_as_related_is_not_told_again_and_neither_is_a_party_on_both_sides()
    {
        Told(new("A") { Representative = "王某" }, new("B") { Representative = "王某" }, MarketNature.Related).ShouldBeEmpty();
        RelatedParties.Of(Of("A", "A"), Known(new PartyTraits("A") { Representative = "王某" })).ShouldBeNull();
    }
}
