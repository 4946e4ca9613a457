using Marketplace.Matching.Vectors;
using Marketplace.Search.Documents;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>What the index holds of a patent. <see cref="PatentDocuments"/> fills it; a change here raises <see cref="IndexSchema.Version"/>.</summary>
public static class PatentSchema
{
    public const string Title = "title", Holders = "holders", Abstract = "abstract", Claim = "claim";

    // Values.
    public const string Number = "number", Kind = "kind", Status = "status", Section = "section", Subclass = "subclass", Ipc = "ipc", Division = "division", Industry = "industry",
        Chain = "chain", Holder = "holder", HolderCode = "holder_code", Province = "province", Prefecture = "prefecture", Region = "region", Granted = "year", Filed = "filed",
        Form = "form", Fee = "fee", Maturity = "maturity", Offer = "offer";

    /// <summary>Of what is on offer: see <see cref="VectorOf"/>.</summary>
    public const string Terms = "terms";

    /// <summary>Days since 0001-01-01; amounts in 分; instants in Unix seconds.</summary>
    public const string GrantDay = "grant_day", FilingDay = "filing_day", LastDay = "last_day", FeeAmount = "fee_amount", Rank = "rank", News = "news";

    /// <summary>
    /// A word of the title says about three times as much as one of the abstract: the search bench, which repeats titles three times, is measured so too. A claim repeats
    /// its abstract in longer words.
    /// </summary>
    public static readonly IndexSchema Schema = new()
    {
        Name = "patents",
        Version = 3,
        Texts = [new(Title, 3), new(Holders, 1.5f), new(Abstract), new(Claim, 0.5f)],
        Columns =
        [
            .. new[] { Number, Kind, Status, Section, Subclass, Ipc, Division, Industry, Chain, Holder, HolderCode, Province, Prefecture, Region, Granted, Filed, Form, Fee, Maturity, Offer }
                .Select(name => new Column(name, ColumnKind.Values)),
            .. new[] { GrantDay, FilingDay, LastDay, FeeAmount, Rank, News }.Select(name => new Column(name, ColumnKind.Number)),
        ],
        Vectors = [new(Terms, TermTable.Size)],
        Prefixes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ipc"] = Ipc,
            ["分类号"] = Ipc,
            ["holder"] = Holders,
            ["权利人"] = Holders,
            ["专利权人"] = Holders,
            ["申请人"] = Holders,
            ["title"] = Title,
            ["名称"] = Title,
            ["abstract"] = Abstract,
            ["摘要"] = Abstract,
            ["claim"] = Claim,
            ["权利要求"] = Claim,
            ["number"] = Number,
            ["no"] = Number,
            ["申请号"] = Number,
            ["industry"] = Industry,
            ["chain"] = Chain,
            ["year"] = Granted,
            ["filed"] = Filed,
        },
    };
}
