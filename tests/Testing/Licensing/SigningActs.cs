using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Licensing.Signing.Orders;
using Marketplace.Web.Licensing.Signing.Sandbox;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Testing.Licensing;

/// <summary>Signatures on paper and by a provider, whose word comes twice, late and about other documents.</summary>
internal sealed class SigningActs(WalkStage stage) : FeatureActs(stage)
{
    private static readonly SignAct[] s_acts = [SignAct.Sign, SignAct.Sign, SignAct.SignTwiceTold, SignAct.SignSilently, SignAct.SignOther, SignAct.Refuse, SignAct.Close, SignAct.Tell];

    public override IReadOnlyList<WalkAct> All =>
    [
        On<Signature, SigningDesk, SigningCase>("sign on paper", 12, db => db.Set<Signature>().Where(s => s.State == SignatureState.Awaited), (one, random) => Stage.Decider(one.OrganisationId, random), (desk, one, form) =>
            desk.ShowAsync(one.SigningId, one.Place, new("王校长", form.Typed.Next(3) == 0 ? SignerAuthority.Authorised : SignerAuthority.LegalRepresentative), Stage.Today, null, WalkStage.Paper(), WalkStage.Paper(), Ct)),
        new("compare a scan", 10, random => CompareAsync(random, (desk, one, code) => desk.ConfirmAsync(one.SigningId, one.Place, code, Ct))),
        new("send a scan back", 1, random => CompareAsync(random, (desk, one, _) => desk.RejectAsync(one.SigningId, one.Place, "看不清", Ct))),
        On<Signature, SigningDesk, SigningCase>("take a scan back", 1, db => db.Set<Signature>().Where(s => s.State == SignatureState.Shown), (one, random) => Stage.Decider(one.OrganisationId, random), (desk, one, _) => desk.TakeBackAsync(one.SigningId, one.Place, Ct)),
        On<Signature, SigningDesk, SigningCase>("refuse to sign", 1, db => db.Set<Signature>().Where(s => s.State == SignatureState.Awaited), (one, random) => Stage.Decider(one.OrganisationId, random), (desk, one, _) => desk.RefuseAsync(one.SigningId, SigningTexts.RefuseWord, "条款有误", Ct)),
        On<Signature, SignatureOrderDesk, SignatureOrder>("sign at a provider", 8, db => db.Set<Signature>().Where(s => s.State == SignatureState.Awaited), (one, random) => Stage.Decider(one.OrganisationId, random),
            (desk, one, form) => desk.StartAsync(one.SigningId, form.Once, new("王校长", SignerAuthority.LegalRepresentative), null, Ct)),
        Told<SignatureOrder, SandboxSigner>("signer at the provider", 8, db => db.Set<SignatureOrder>().Where(o => o.State == SignatureOrderState.Pending), (_, random) => Stage.Taker(random).Clerk, async (signer, one, form) =>
        {
            var done = signer.Act(one.Id.ToString("N"), s_acts[form.Typed.Next(s_acts.Length)]);
            await signer.CalledAsync();
            return done;
        }),
        Told<SignatureOrder, SignatureOrderBook>("word about a signature, twice", 4, db => db.Set<SignatureOrder>(), (_, random) => Stage.Taker(random).Clerk, async (book, one, form) =>
        {
            var signing = await FindAsync<SigningCase>(all => all.Where(s => s.Id == one.SigningId));
            var report = new SignatureReport(one.Id, form.Typed.Next(6) switch { 0 => SignatureWord.Closed, 1 => SignatureWord.Failed, 2 => SignatureWord.Refused, _ => SignatureWord.Given }, null, "W" + one.Id.ToString("N"), signing!.Sha256, Stage.Now, "LATE");
            return await book.HearAsync(one.Provider, report, Ct) && await book.HearAsync(one.Provider, report, Ct);
        }),
    ];

    /// <summary>By the other side, most often.</summary>
    private async Task<Attempt?> CompareAsync(Random random, Func<SigningDesk, Signature, string, Task<Outcome<SigningCase>>> act)
    {
        if (await Stage.PickAsync(db => db.Set<Signature>().Where(s => s.State == SignatureState.Shown)) is not { } one || await FindAsync<SigningCase>(all => all.Where(s => s.Id == one.SigningId)) is not { } signing) return null;
        var other = await FindAsync<Signature>(all => all.Where(s => s.SigningId == one.SigningId && s.Place != one.Place));
        var (own, code) = (random.Next(10) == 0, random.Next(12) == 0 ? "0000" : signing.VersionCode);
        return By<SigningDesk, SigningCase>(Stage.Decider(own ? one.OrganisationId : other?.OrganisationId, random), desk => act(desk, one, code));
    }
}
