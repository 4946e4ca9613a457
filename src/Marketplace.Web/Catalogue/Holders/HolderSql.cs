namespace Marketplace.Web.Catalogue.Holders;

/// <summary>Which organisation a holder named in the register is: one rule for what is read in and for what was stored before the organisation was known.</summary>
internal static class HolderSql
{
    /// <summary>
    /// After a query <c>given (folded, uscc)</c>. By code, else by any name an organisation has or had: who bears the name today before who bore it once, as in
    /// <see cref="Organisations.Names.OrganisationNames"/>. A code that nobody here has belongs to somebody else, whatever the name.
    /// </summary>
    public const string Bearers = """
        names as materialized (
          select n.folded, (
            select o.id from (
              select id, 0 as former from organisations where folded_name = n.folded
              union all select organisation_id, 1 from organisation_names where folded_name = n.folded) bearer join organisations o on o.id = bearer.id
            where o.state not in ('Draft', 'Submitted', 'Returned', 'Refused')
            order by bearer.former, o.state = 'Active' desc, o.state in ('Suspended', 'Listed') desc, o.id limit 1) as id
          from (select distinct folded from given where uscc is null) n
        ), codes as materialized (
          select o.uscc, o.id from organisations o where o.uscc in (select uscc from given) and o.state not in ('Draft', 'Submitted', 'Returned', 'Refused')
        )
        """;

    /// <summary>Code and organisation of a row g of <c>given</c>, joined with <see cref="Joins"/>.</summary>
    public const string Found = "coalesce(g.uscc, case when n.id is not null then o.uscc end) as uscc, coalesce(m3.id, m2.id, m1.id, o.id) as organisation_id";

    /// <summary>A chain of mergers is short: three steps are more than anybody has seen.</summary>
    public const string Joins = """
        left join names n on n.folded = g.folded and g.uscc is null left join codes c on c.uscc = g.uscc
        left join organisations o on o.id = coalesce(c.id, n.id)
        left join organisations m1 on m1.id = o.merged_into left join organisations m2 on m2.id = m1.merged_into left join organisations m3 on m3.id = m2.merged_into
        """;

    /// <summary>Patents that may follow a change of organisations {0}: after number {1}, at most {2}; of those already linked only where {3}, or where theirs was merged.</summary>
    public const string Theirs = """
        with ours as (select id, uscc, folded_name, merged_into from organisations where id = any({0}))
        select distinct application_no as "Value" from (
          select application_no from patent_holders where organisation_id in (select id from ours where {3} or merged_into is not null)
          union all select application_no from patent_holders where organisation_id is null and uscc in (select uscc from ours)
          union all select application_no from patent_holders where organisation_id is null and uscc is null and folded_name in (
            select folded_name from ours union all select folded_name from organisation_names where organisation_id in (select id from ours))) theirs
        where application_no > {1} order by 1 limit {2}
        """;

    /// <summary>
    /// Patents that some organisation here may hold without being linked, or that are linked to one that was merged: after number {0}, at most {1}. <see cref="Link"/> has the
    /// last word, so one it refuses may be among them night after night.
    /// </summary>
    public const string Unlinked = """
        with here as (select id, uscc, folded_name from organisations where state not in ('Draft', 'Submitted', 'Returned', 'Refused'))
        select distinct application_no as "Value" from (
          select h.application_no from patent_holders h join here on here.uscc = h.uscc where h.organisation_id is null
          union all select h.application_no from patent_holders h join here on here.folded_name = h.folded_name where h.organisation_id is null and h.uscc is null
          union all select h.application_no from patent_holders h join organisation_names n on n.folded_name = h.folded_name join here on here.id = n.organisation_id
            where h.organisation_id is null and h.uscc is null
          union all select h.application_no from patent_holders h join organisations o on o.id = h.organisation_id where o.merged_into is not null) those
        where application_no > {0} order by 1 limit {1}
        """;

    /// <summary>Links the holders of patents {0} that are linked to nobody, or to one of {1} that was merged. Whoever is linked otherwise stays: a bureau may have decided so.</summary>
    public const string Link = $$"""
        with given as materialized (
          select application_no, place, folded_name as folded, uscc from patent_holders
          where application_no = any({0}) and (organisation_id is null or organisation_id in (select id from organisations where id = any({1}) and merged_into is not null))
        ), {{Bearers}}, found as (
          select g.application_no, g.place, {{Found}} from given g {{Joins}}
        )
        update patent_holders h set organisation_id = f.organisation_id, uscc = f.uscc from found f
        where h.application_no = f.application_no and h.place = f.place and f.organisation_id is not null and h.organisation_id is distinct from f.organisation_id
        returning h.application_no as "Value"
        """;
}
