namespace Marketplace.Testing.Licensing;

/// <summary>What always holds of pledges (docs/licensing.md).</summary>
internal static class PledgeInvariants
{
    private const string Holding = "('Filed', 'Returned', 'Registered', 'Fallen')", Right = "('Registered', 'Fallen', 'Released', 'Enforced')";

    public static readonly IReadOnlyList<(string Name, string Breakers)> All =
    [
        ("a patent is in one pledge at a time", "select min(pledge_id::text)::uuid from pledge_patents where held group by application_no having count(*) > 1"),
        ("a patent is held as long as its pledge lies with the office or in the register", $"select p.id from pledges p join pledge_patents x on x.pledge_id = p.id where x.held <> (p.state in {Holding})"),
        ("no pledge is a right before its registration", $"select id from pledges where state in {Right} and (registration_no is null or registered_on is null)"),
        ("what is registered was agreed to in the words of one version", $"select p.id from pledges p where p.state in {Right} and not exists (select from pledge_versions v where v.pledge_id = p.id and v.number = p.agreed_version)"),
        ("words of a pledge are the words of their hash", "select pledge_id from pledge_versions where lower(sha256) <> encode(sha256(convert_to(terms, 'UTF8')), 'hex')"),
        ("never more is paid out than is secured", "select p.id from pledges p where (select coalesce(sum(d.amount), 0) from pledge_drawdowns d where d.pledge_id = p.id and d.struck_at is null) > coalesce(p.amount, 0)"),
        ("nothing is paid out before the right", $"select p.id from pledges p where p.state not in {Right} and exists (select from pledge_drawdowns d where d.pledge_id = p.id and d.struck_at is null)"),
        ("a renewal is not registered beside the pledge it renews", "select n.id from pledges n join pledges e on e.id = n.renews_id where n.state in ('Registered', 'Fallen') and e.state in ('Registered', 'Fallen')"),
        // By the day of the register, which the deal's own effect does not come before.
        ("a transfer of a pledged patent had its pledgee's consent",
            "select d.id from deals d join case_steps t on t.case_id = d.id and t.cause = 'TakeEffect' join pledges p on exists (select from pledge_patents x join deal_patents y on y.application_no = x.application_no where x.pledge_id = p.id and y.deal_id = d.id and not y.returned) join case_steps r on r.case_id = p.id and r.cause = 'Register' where r.at < t.at and not exists (select from case_steps o where o.case_id = p.id and o.at <= t.at and o.\"to\" in ('Released', 'Enforced', 'Fallen')) and not exists (select from pledgee_consents c where c.pledge_id = p.id and c.deal_id = d.id and c.state = 'Agreed') and not exists (select from deal_papers a where a.deal_id = d.id and a.code = 'pledgee') and r.at < (select min(s.at) from case_steps s where s.case_id = d.id and s.cause = 'Submit')"),
    ];
}
