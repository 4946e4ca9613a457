using System.Globalization;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Conversions;

/// <summary>Filings of invented deals, as words only or in the database.</summary>
public static class FilingMaker
{
    public const string Bozhou = "/650000/652700/", Bole = "/650000/652700/652701/", Kezhou = "/650000/653000/", Shuanghe = "/650000/659007/", Xinjiang = "/650000/", Meixian = "/610000/610300/610326/";

    /// <summary>Of numbers that nobody can have.</summary>
    public static string Patent(int n, int kind = 1) => string.Create(CultureInfo.InvariantCulture, $"{2004 + n % 20}{kind}{9_990_000 + n / 20}");

    /// <summary>A right code, the same for the same number.</summary>
    public static string Code(int n, string kind = "91")
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{kind}652701MB{n:D7}");
        return "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(check => body + check).First(code => Uscc.Check(code) == UsccVerdict.Right);
    }

    /// <param name="giver">Numbers of parties: see <see cref="Code"/>.</param>
    public static Filing New(ConversionType type, int giver, int? taker, DateOnly on, string region = Bozhou, params string[] patents)
    {
        var filing = new Filing
        {
            ConversionId = Guid.CreateVersion7(),
            Number = 1,
            Kind = FilingKind.First,
            RegionPath = region,
            Type = type,
            SignedOn = on,
            Level = EvidenceLevel.L0,
            Fingerprint = "",
            At = TimeProvider.System.GetUtcNow(),
        };
        foreach (var (place, no) in patents.Index()) filing.Patents.Add(new() { FilingId = filing.Id, ApplicationNo = no, Place = place + 1 });
        filing.Parties.Add(Party(filing, Side.Giver, giver));
        if (taker is { } other) filing.Parties.Add(Party(filing, Side.Taker, other));
        return filing.Done();
    }

    private static FilingParty Party(Filing filing, Side side, int n) => new() { FilingId = filing.Id, Side = side, Place = 1, Key = Code(n), Name = NameOf(n), RegionPath = filing.RegionPath };

    public static string NameOf(int n) => string.Create(CultureInfo.InvariantCulture, $"测试第{n}号公司");

    public static Filing With(this Filing filing, Register register, string number, DateOnly on)
    {
        filing.Registers.Add(new() { FilingId = filing.Id, Register = register, Number = number, On = on });
        return filing.Done();
    }

    public static Filing With(this Filing filing, Action<Filing> change)
    {
        change(filing);
        return filing.Done();
    }

    private static Filing Done(this Filing filing)
    {
        filing.Fingerprint = Fingerprint.Of(filing);
        return filing;
    }

    /// <summary>Into the database, through its steps: handed in, and checked or verified where it says so.</summary>
    public static async Task PutAsync(this RunningApp app, IReadOnlyList<Filing> filings, FilingState state = FilingState.Submitted, ConversionOrigin origin = ConversionOrigin.Entered)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Web.Data.AppDbContext>();
        var book = scope.ServiceProvider.GetRequiredService<CaseBook>();
        foreach (var filing in filings)
        {
            if (await db.Set<Conversion>().SingleOrDefaultAsync(c => c.Id == filing.ConversionId) is { } there) there.Filings = filing.Number;
            else db.Add(new Conversion { Id = filing.ConversionId, Reference = SpokenCode.New(8), Origin = origin, RegionPath = filing.RegionPath, Filings = filing.Number, At = filing.At });
            db.Add(filing);
        }
        Take(FilingCause.Write);
        await db.SaveChangesAsync();
        Take(FilingCause.Submit);
        if (state is FilingState.Checked or FilingState.Verified) Take(FilingCause.Check);
        if (state == FilingState.Verified)
        {
            Take(FilingCause.Verify);
            foreach (var filing in filings)
            {
                filing.VerifiedAt = TimeProvider.System.GetUtcNow();
                (await db.Set<Conversion>().FindAsync(filing.ConversionId))!.CountedId = filing.Id;
            }
        }
        await db.SaveChangesAsync();

        void Take(FilingCause cause)
        {
            foreach (var filing in filings)
                if (book.Take(FilingMachine.Machine, filing, cause) is { } failure) throw new InvalidOperationException($"{cause}: {failure.Code}");
        }
    }
}
