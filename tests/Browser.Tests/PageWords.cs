using Marketplace.Testing;
using Marketplace.Web.Catalogue.IndustryTables;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Import;
using Marketplace.Web.Conversions.Signals;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Disputes;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Statements;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Matchmaking.Weighing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.People;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Browser.Tests;

/// <summary>What the words in braces of the signed-in pages stand for: things of the demonstration, looked up or made for who opens the page.</summary>
internal sealed class PageWords(BrowserFixture browser)
{
    /// <summary>By the word in braces.</summary>
    public Task<Dictionary<string, string>> OfAsync(Person person) => browser.App.WithDatabaseAsync(async db =>
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["self"] = person.Id.ToString() };
        var registration = await db.Set<RegistrationCase>().AsNoTracking().SingleAsync(r => r.Uscc == "91652701MA7DEM016K");
        (words["registration"], words["reviewed"], words["supervised"]) = (registration.Id.ToString(), registration.Uscc, "91652701MD00001122");
        words["work"] = (await db.Set<WorkItem>().Where(w => w.Key == "registration.review:" + registration.Id).Select(w => w.Id).SingleAsync()).ToString();
        var own = await db.Set<Organisation>().AsNoTracking().FirstOrDefaultAsync(o => db.Set<Membership>().Any(m => m.PersonId == person.Id && m.OrganisationId == o.Id));
        if (own is null)
        {
            var draft = new RegistrationCase { ApplicantId = person.Id, Uscc = Inhabitants.NewUscc(), State = OrganisationState.Draft, CreatedAt = TimeProvider.System.GetUtcNow() };
            db.Add(draft);
            await db.SaveChangesAsync();
            words["draft"] = draft.Id.ToString();
            return words;
        }
        (words["asked"], words["link"]) = await AnswersWantedAsync(db, own);
        (words["vacant"], words["reset"]) = await HelpWantedAsync(db);
        words["own"] = own.Uscc;
        words["talk"] = (await db.Set<Talk>().Where(t => t.HolderId == own.Id).OrderBy(t => t.Id).Select(t => t.Id).FirstOrDefaultAsync()).ToString();
        words["listing"] = (await db.Set<Listing>().Where(l => l.OwnerId == own.Id).OrderBy(l => l.Id).Select(l => l.Id).FirstOrDefaultAsync()).ToString();
        var licences = await db.Set<Licence>().Where(l => l.HolderId == own.Id || l.LicenseeId == own.Id).OrderBy(l => l.Id).ToListAsync();
        words["given"] = words["taken"] = licences.Find(l => l.State == LicenceState.Effective)?.Id.ToString() ?? "";
        words["sharing"] = (await db.Set<Sharing>().Where(s => s.HolderId == own.Id).OrderBy(s => s.Id).Select(s => s.Id).FirstOrDefaultAsync()).ToString();
        words["year"] = Dates.Today(TimeProvider.System).Year.ToString(System.Globalization.CultureInfo.InvariantCulture);
        words["unpaid"] = licences.Find(l => l.State == LicenceState.NoticeReceived)?.Id.ToString() ?? "";
        var declared = await db.Set<Declaration>().Where(d => d.OwnerId == own.Id).ToListAsync();
        words["drafted"] = declared.Find(d => d.State == DeclarationState.Draft)?.Id.ToString() ?? "";
        words["deal"] = (await db.Set<Deal>().Where(d => d.HolderId == own.Id || d.TakerId == own.Id).OrderBy(d => d.Id).Select(d => d.Id).FirstOrDefaultAsync()).ToString();
        var pledges = await db.Set<Pledge>().Where(p => p.PledgorId == own.Id || (p.PledgeeId == own.Id && p.Shown)).OrderBy(p => p.Id).ToListAsync();
        (words["pledge"], words["pledge-draft"]) = (pledges.Find(p => p.State == PledgeState.Registered)?.Id.ToString() ?? "", pledges.Find(p => p.State == PledgeState.Draft)?.Id.ToString() ?? "");
        var filings = await db.Set<Filing>().Where(f => f.RegionPath.StartsWith(own.RegionPath)).OrderBy(f => f.Id).ToListAsync();
        (words["conversion"], words["conversion-checked"]) = (Conversion(f => f.State == FilingState.Verified), Conversion(f => f.State == FilingState.Checked));
        words["conversion-draft"] = Conversion(f => f.State == FilingState.Draft && f.RegionPath == own.RegionPath);
        string Conversion(Predicate<Filing> which) => filings.Find(which)?.ConversionId.ToString() ?? "";
        words["publicised"] = declared.Find(d => d.State == DeclarationState.Publicity)?.Id.ToString() ?? "";
        words["statement"] = (await db.Set<BankStatement>().Where(b => b.OrganisationId == own.Id).Select(b => b.Id).FirstOrDefaultAsync()).ToString();
        words["refund"] = (await db.Set<Refund>().Where(r => r.GiverId == own.Id).Select(r => r.Id).FirstOrDefaultAsync()).ToString();
        if (Guid.TryParse(words["unpaid"], out var unpaid)) words["order"] = await OrderAsync(unpaid);
        words["running"] = (await db.Set<Licence>().Where(l => (l.HolderId == own.Id || l.LicenseeId == own.Id) && db.Set<FeeObligation>().Any(o => o.LicenceId == l.Id && o.Ordinal == 3)).OrderBy(l => l.Id).Select(l => l.Id).FirstOrDefaultAsync()).ToString();
        (words["approval"], words["signing"]) = await CasesToLookAt.ToApproveAndSignAsync(browser.App, person, own);
        var trials = await db.Set<Trial>().AsNoTracking().Where(t => t.HolderId == own.Id || t.TakerId == own.Id).OrderBy(t => t.Id).ToListAsync();
        (words["trial"], words["tried"]) = (trials.Find(t => t.State == TrialState.Running)?.Id.ToString() ?? "", trials.Find(t => t.State == TrialState.Running)?.ApplicationNo ?? "");
        words["asked-trial"] = trials.Find(t => t.State == TrialState.Offered)?.Id.ToString() ?? "";
        words["dispute"] = (await db.Set<Dispute>().Where(d => d.GiverId == own.Id || d.TakerId == own.Id || d.BureauId == own.Id).OrderBy(d => d.Id).Select(d => d.Id).FirstOrDefaultAsync()).ToString();
        words["weights"] = (await db.Set<WeightVersion>().OrderBy(v => v.Id).Select(v => v.Id).FirstAsync()).ToString();
        (words["declarations"], words["edition"]) = (await DeclarationsAsync(db, own), await EditionAsync(db));
        (words["patent"], words["model"]) = (await PatentAsync(db, own, PatentKind.Invention), await PatentAsync(db, own, PatentKind.UtilityModel));
        words["suspect"] = (await db.Set<Suspect>().Where(s => s.State == SuspectState.Open).OrderBy(s => s.Id).Select(s => s.Id).FirstOrDefaultAsync()).ToString();
        words["merged"] = (await db.Set<Suspect>().Where(s => s.State == SuspectState.Same).OrderBy(s => s.Id).Select(s => s.Id).FirstOrDefaultAsync()).ToString();
        words["conversions"] = (await db.Set<ConversionImport>().Where(i => i.BureauId == own.Id).OrderBy(i => i.Id).Select(i => i.Id).FirstOrDefaultAsync()).ToString();
        words["signalled"] = (await db.Set<Signal>().OrderBy(s => s.Id).Select(s => s.ConversionId).FirstOrDefaultAsync()).ToString();
        foreach (var (word, value) in await CasesToLookAt.FollowUpsAsync(db)) words[word] = value;
        foreach (var (word, value) in await CasesToLookAt.RoundsAsync(db)) words[word] = value;
        words["colleague"] = (await db.Set<Membership>().Where(m => m.OrganisationId == own.Id && m.PersonId != person.Id).OrderBy(m => m.Id).Select(m => m.PersonId).FirstOrDefaultAsync()).ToString();
        if (await db.Set<DirectoryImport>().Where(i => i.BureauId == own.Id).OrderBy(i => i.Id).Select(i => i.Id).FirstOrDefaultAsync() is var import && import == Guid.Empty) return words;
        words["import"] = import.ToString();
        words["entry"] = await db.Set<DirectoryEntry>().Where(e => e.RegionPath.Contains("652723")).OrderBy(e => e.Uscc).Select(e => e.Uscc).FirstAsync();
        var now = TimeProvider.System.GetUtcNow();
        var round = new InvitationRound
        {
            BureauId = own.Id,
            BureauName = own.Name,
            RegionPath = own.RegionPath,
            PersonId = person.Id,
            State = InvitationRoundState.Sent,
            Invited = 2,
            Queued = 2,
            CreatedAt = now,
            NotBefore = now,
        };
        db.Add(round);
        await db.SaveChangesAsync();
        words["round"] = round.Id.ToString();
        return words;
    });

    /// <summary>An order that waits for its payer, and whose provider is not asked while the page is looked at.</summary>
    private async Task<string> OrderAsync(Guid licence)
    {
        await using var scope = browser.App.Services.CreateAsyncScope();
        var (db, book) = (scope.ServiceProvider.GetRequiredService<AppDbContext>(), scope.ServiceProvider.GetRequiredService<CaseBook>());
        if (await db.Set<PaymentOrder>().FirstOrDefaultAsync(o => o.LicenceId == licence) is { } there) return there.Id.ToString();
        var now = TimeProvider.System.GetUtcNow();
        var order = new PaymentOrder { LicenceId = licence, Amount = 20_000, Provider = "sandbox", At = now, AskAt = now.AddDays(1), PayAt = browser.App.Url + "/sandbox/till/none", Scan = "https://pay.example.cn/1" };
        book.Take(OrderMachine.Machine, order, OrderCause.Start);
        book.Take(OrderMachine.Machine, order, OrderCause.Offer);
        db.Add(order);
        await db.SaveChangesAsync();
        return order.Id.ToString();
    }

    /// <summary>An organisation nobody administers, and somebody whose second factor is lost.</summary>
    private async Task<(string Vacant, string Reset)> HelpWantedAsync(AppDbContext db)
    {
        var vacant = await browser.App.NewOrganisationAsync(region: "652701");
        await browser.App.JoinAsync(await browser.App.NewPersonAsync(), vacant, Role.Operator);
        var lost = new FactorReset
        {
            PersonId = (await browser.App.NewPersonAsync()).Id,
            Reason = "手机丢了，恢复码也在里面；可向科技处核实",
            State = FactorResetState.Asked,
            AskedAt = TimeProvider.System.GetUtcNow(),
        };
        db.Add(lost);
        await db.SaveChangesAsync();
        return (vacant.Uscc, lost.Id.ToString());
    }

    /// <summary>Somebody who asks to join, and another organisation that says this one belongs to it.</summary>
    private async Task<(string Asked, string Link)> AnswersWantedAsync(AppDbContext db, Organisation own)
    {
        var asking = await browser.App.NewPersonAsync("买买提·艾力");
        var other = await browser.App.NewOrganisationAsync();
        var asked = new JoinRequest { OrganisationId = own.Id, PersonId = asking.Id, Note = "科技处，工号 1024", State = JoinState.Open, AskedAt = TimeProvider.System.GetUtcNow() };
        var link = new OrganisationLink { UpperId = other.Id, LowerId = own.Id, Kind = LinkKind.Parent, Since = new(2026, 1, 1) };
        db.AddRange(asked, link);
        await db.SaveChangesAsync();
        return (asked.Id.ToString(), link.Id.ToString());
    }

    /// <summary>Declarations that were prepared: one listing can go to the office, one cannot.</summary>
    private static async Task<string> DeclarationsAsync(AppDbContext db, Organisation own)
    {
        var now = TimeProvider.System.GetUtcNow();
        var batch = new ListingBatch { OrganisationId = own.Id, Kind = BatchKind.PrepareDeclarations, State = BatchState.Done, Language = "zh-CN", File = [0], Total = 2, Done = 1, Refused = 1, CreatedAt = now, FinishedAt = now };
        db.Add(batch);
        db.Add(new ListingBatchItem { BatchId = batch.Id, Number = 1, Label = "202319999001.8", Outcome = ItemOutcome.Done, Faults = "[\"ZL202319999001.8：今天可以提交。\"]", After = PreparedDeclaration.Write([Prepared("202319999001"), Prepared("202319999002")]) });
        db.Add(new ListingBatchItem { BatchId = batch.Id, Number = 2, Label = "202319999002.6", Outcome = ItemOutcome.Refused, Faults = "[\"这条挂牌没有选择“开放许可”。\"]" });
        await db.SaveChangesAsync();
        return batch.Id.ToString();
    }

    private static PreparedDeclaration Prepared(string no) => new()
    {
        ApplicationNo = no,
        Number = PatentNumber.Show(no),
        Title = "一种坡地滴灌带及其铺设方法",
        Kind = "发明",
        Patentees = "天山大学",
        Codes = "12650000457600014M",
        Consents = "不需要",
        ReportNo = "不需要",
        ReportOn = "不需要",
        ReportConclusion = "不需要",
        FeeModel = "一次性付费",
        Fee = "一次性支付 5 万元。",
        FeeBasis = PreparedDeclaration.Missing,
        Payee = PreparedDeclaration.Missing,
        ContactName = "林晓岚",
        ContactPhone = "19900000001",
    };

    /// <summary>An edition of the table of industries to be confirmed, with rows that were not taken.</summary>
    private static async Task<string> EditionAsync(AppDbContext db)
    {
        var edition = new IndustryEdition
        {
            Name = "参照关系表（2018）",
            State = EditionState.Preview,
            FileName = "国际专利分类与国民经济行业分类参照关系表.xlsx",
            CreatedAt = TimeProvider.System.GetUtcNow(),
            Rows = 90_000,
            Headings = 1_971,
            Rejected = 2,
            Pairs = 1,
            Symbols = 1,
            Industries = 1,
            NamesDiffer = 1,
            Faults = """[{"row":15,"column":"code","value":"9999","code":"CodeUnknown"},{"row":18,"column":"ipc","value":"A61K31/00","code":"Twice","more":"17"},{"row":17,"column":"name","value":"化学药品制剂","code":"NameDiffers","more":"2720 化学药品制剂制造"}]""",
        };
        db.Add(edition);
        db.Add(new ConcordanceRow { EditionId = edition.Id, IpcPrefix = "A01B33/02", Industry = "0111" });
        await db.SaveChangesAsync();
        return edition.Id.ToString();
    }

    /// <summary>A patent with a history and a fee that is late.</summary>
    private static async Task<string> PatentAsync(AppDbContext db, Organisation own, PatentKind kind)
    {
        var now = TimeProvider.System.GetUtcNow();
        var filed = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-40).AddYears(-8);
        var no = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{filed.Year:D4}{(kind is PatentKind.Invention ? 1 : 2)}{Random.Shared.Next(1_000_000, 9_999_999):D7}");
        db.Add(new Patent
        {
            ApplicationNo = no,
            Kind = kind,
            Title = "一种适用于南疆盐碱地的棉花滴灌带回收与残膜分离一体化装置及其控制方法",
            Abstract = "公开了一种装置，包括机架、滚筒和分离机构。",
            MainClaim = "1. 一种装置，其特征在于，包括机架。",
            Ipc = ["A01B43/00", "A01G25/02"],
            Inventors = ["艾力·买买提", "王强"],
            Family = ["US10123456B2"],
            FilingDate = filed,
            GrantDate = filed.AddYears(2),
            State = PatentState.FeeGrace,
            StateSince = filed.AddYears(8).AddDays(1),
            FeePaidThrough = 8,
            NextFeeDue = filed.AddYears(8),
            LastDay = PatentTerm.LastDay(kind, filed),
            CreatedAt = now,
        });
        db.Add(new PatentHolder { ApplicationNo = no, Place = 1, Name = own.Name, FoldedName = own.FoldedName, Uscc = own.Uscc, OrganisationId = own.Id });
        db.Add(new PatentEvent { ApplicationNo = no, Kind = PatentEventKind.LicenceRecorded, On = filed.AddYears(3), Source = StatusSource.Gazette, Reference = "X2021990000001", RecordedAt = now });
        db.Add(new PatentEvent { ApplicationNo = no, Kind = PatentEventKind.FeePaid, On = filed.AddYears(6), Source = StatusSource.Import, PatentYear = 8, RecordedAt = now });
        await db.SaveChangesAsync();
        return no;
    }
}
