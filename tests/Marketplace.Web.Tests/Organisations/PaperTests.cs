using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Organisations;

/// <summary>Papers of a case are opened by who may see the case, whatever link somebody else holds.</summary>
public sealed partial class PaperTests(PostgresServer server) : IAsyncLifetime
{
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(await server.NewDatabaseAsync());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_registrations_papers_open_for_applicant_and_reviewer_only()
    {
        var bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var (_, reviewer) = await _app.NewMemberAsync(bureau, Role.BureauReviewer);
        var (_, reader) = await _app.NewMemberAsync(bureau, Role.BureauReader);
        var (_, elsewhere) = await _app.NewMemberAsync(await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauReviewer);
        var (_, other) = await _app.NewMemberAsync(await _app.NewOrganisationAsync(), Role.Administrator);
        using var applicant = await _app.SignedInAsync(await _app.NewPersonAsync());
        var code = Inhabitants.NewUscc();
        var tasks = await RegistrationSteps.FilledAsync(applicant, code, "博乐市石材厂");
        var paper = Paper.Match(await applicant.GetStringAsync(tasks + "/check", Ct)).Value;
        // A draft is nobody's business but the applicant's.
        (await applicant.GetAsync(paper, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await reviewer.GetAsync(paper, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await applicant.FillAsync(tasks + "/check", null, ("consent", "yes"))).ShouldGoAsync();
        (await reviewer.GetStringAsync("/organisations/review/" + code, Ct)).ShouldContain(paper);
        (await reviewer.GetAsync(paper, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var stranger in (HttpClient[])[elsewhere, other, reader]) (await stranger.GetAsync(paper, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _app.Http.GetAsync(paper, Ct)).Headers.Location!.ToString().ShouldContain("/sign-in");
        // A link of the kind that public files have does not open it either.
        var id = await _app.WithDatabaseAsync(db => db.Set<RegistrationCase>().Select(r => r.LicenceFile!.Value).SingleAsync(Ct));
        (await reviewer.GetAsync(_app.Services.GetRequiredService<FileStore>().LinkTo(id), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Proofs_and_powers_of_attorney_open_for_the_organisations_they_concern()
    {
        var client = await _app.NewOrganisationAsync();
        var agency = await _app.NewOrganisationAsync(OrganisationKind.Agency);
        var (_, own) = await _app.NewMemberAsync(client, Role.Administrator);
        var (_, receiving) = await _app.NewMemberAsync(agency, Role.Administrator);
        var (_, other) = await _app.NewMemberAsync(await _app.NewOrganisationAsync(), Role.Administrator);
        await (await own.FillAsync($"/organisations/{client.Uscc}/names", null, ("name", "早年的名称"), ("until", "2019-05-01"), ("proof", Visit.Pdf))).ShouldGoAsync();
        var proof = await _app.WithDatabaseAsync(db => db.Set<OrganisationName>().Select(n => n.ProofFile!.Value).SingleAsync(Ct));
        (await own.GetAsync("/papers/" + proof, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var stranger in (HttpClient[])[other, receiving]) (await stranger.GetAsync("/papers/" + proof, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await (await own.FillAsync($"/organisations/{client.Uscc}/delegations", "Offer", ("kind", "Agency"), ("to", agency.Uscc), ("acts", "EditOrganisation"),
            ("since", "2026-11-01"), ("until", "2027-11-01"), ("document", Visit.Pdf))).ShouldGoAsync();
        var document = await _app.WithDatabaseAsync(db => db.Set<Delegation>().Select(d => d.DocumentFile).SingleAsync(Ct));
        foreach (var side in (HttpClient[])[own, receiving]) (await side.GetAsync("/papers/" + document, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync("/papers/" + document, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await own.GetAsync("/papers/" + Guid.CreateVersion7(), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [GeneratedRegex("/papers/[0-9a-f-]{36}", RegexOptions.None, 1000)]
    private static partial Regex Paper { get; }
}
