namespace Marketplace.Web.Platform.Access;

/// <summary>How far a right reaches from the one who has it.</summary>
public enum Reach
{
    Anyone,

    /// <summary>Whoever is signed in; objects: their own.</summary>
    Self,

    /// <summary>Objects of the organisation one acts for.</summary>
    Organisation,

    /// <summary>Objects in the region subtree of the bureau one acts for.</summary>
    Region,

    Platform,
}

/// <param name="Act">What.</param>
/// <param name="Reach">On which objects.</param>
/// <param name="Roles">Who; empty with <see cref="Reach.Anyone"/> and <see cref="Reach.Self"/>: everybody.</param>
/// <param name="States">In which states of the object; empty: in each.</param>
/// <param name="Delegable">Whether an agent holding a delegation of this act may do it for the organisation.</param>
public sealed record Rule(Act Act, Reach Reach, Role[] Roles, string[] States, bool Delegable = false);

/// <summary>
/// The one policy table: role × reach × object state. Routes are checked against it by <see cref="AccessGate"/>, objects by
/// <see cref="AccessCheck"/>; what no rule allows is forbidden.
/// </summary>
public static class AccessTable
{
    private static readonly Role[] s_everyRole = Enum.GetValues<Role>();

    public static readonly IReadOnlyList<Rule> Rules =
    [
        new(Act.Probe, Reach.Anyone, [], []),
        new(Act.ReadPublic, Reach.Anyone, [], []),
        new(Act.CallSigned, Reach.Anyone, [], []),
        new(Act.SignIn, Reach.Anyone, [], []),
        new(Act.UseAccount, Reach.Self, [], []),
        new(Act.RegisterOrganisation, Reach.Self, [], []),

        new(Act.ReadOrganisation, Reach.Organisation, s_everyRole, [], Delegable: true),
        new(Act.EditOrganisation, Reach.Organisation, [Role.Administrator], ["active"], Delegable: true),
        new(Act.ManageMembers, Reach.Organisation, [Role.Administrator], ["active"]),
        new(Act.ManageDelegations, Reach.Organisation, [Role.Administrator], ["active"]),
        new(Act.ManageApiClients, Reach.Organisation, [Role.Administrator], ["active"]),
        new(Act.ConfirmLinks, Reach.Organisation, [Role.Administrator], ["active"]),
        // As long as nobody of it has come, its bureau answers for it.
        new(Act.ConfirmLinks, Reach.Region, [Role.BureauReviewer], ["listed"]),
        new(Act.DisposePatents, Reach.Organisation, [Role.Administrator], ["active"], Delegable: true),
        new(Act.ReadPortfolio, Reach.Organisation, [Role.Administrator, Role.Operator, Role.Inventor], [], Delegable: true),
        new(Act.KeepPatents, Reach.Organisation, [Role.Administrator, Role.Operator], ["active"], Delegable: true),
        // Nobody is to wait for a bureau while a secret stands on the web; that it may be shown again its holder does not decide.
        new(Act.MarkSecret, Reach.Organisation, [Role.Administrator], []),
        new(Act.MarkSecret, Reach.Region, [Role.BureauReviewer], []),
        new(Act.Declassify, Reach.Region, [Role.BureauReviewer], []),
        new(Act.KeepListings, Reach.Organisation, [Role.Administrator, Role.Operator], [], Delegable: true),
        new(Act.ApproveListings, Reach.Organisation, [Role.Administrator], ["inreview"]),
        // What the gazette announces is public, and supply from outside the region is the normal case.
        new(Act.KeepGazette, Reach.Platform, [Role.BureauClerk], []),
        new(Act.SettleClaims, Reach.Region, [Role.BureauReviewer], []),

        new(Act.KeepNeeds, Reach.Organisation, [Role.Administrator, Role.Operator], [], Delegable: true),
        // A farmer, or whoever has no organisation here yet: their own.
        new(Act.KeepNeeds, Reach.Self, [], []),
        new(Act.CollectNeeds, Reach.Region, [Role.BureauClerk], []),
        new(Act.AnswerNeeds, Reach.Organisation, [Role.Administrator, Role.Operator], [], Delegable: true),
        new(Act.Mediate, Reach.Region, [Role.BureauClerk, Role.BureauReviewer], []),
        new(Act.PushPatents, Reach.Region, [Role.BureauClerk], []),
        new(Act.ConfirmPushes, Reach.Region, [Role.BureauClerk, Role.BureauReviewer], []),

        new(Act.KeepLicences, Reach.Organisation, [Role.Administrator, Role.Operator], [], Delegable: true),
        new(Act.ReadLicences, Reach.Organisation, [Role.Administrator, Role.Operator], [], Delegable: true),
        new(Act.ReadLicences, Reach.Region, [Role.BureauClerk, Role.BureauReviewer, Role.BureauLocker, Role.BureauReader], []),

        new(Act.ReadPlans, Reach.Platform, [Role.BureauClerk, Role.BureauReviewer, Role.BureauLocker, Role.BureauReader], []),
        new(Act.ReadFigures, Reach.Region, [Role.BureauClerk, Role.BureauReviewer, Role.BureauLocker, Role.BureauReader], []),
        new(Act.KeepPlans, Reach.Region, [Role.BureauClerk, Role.BureauReviewer], []),
        // Never what one entered oneself; a small bureau has two clerks and no reviewer.
        new(Act.VerifyFigures, Reach.Region, [Role.BureauClerk, Role.BureauReviewer], []),

        new(Act.ReadConversions, Reach.Region, [Role.BureauClerk, Role.BureauReviewer, Role.BureauLocker, Role.BureauReader], []),
        new(Act.FileConversions, Reach.Region, [Role.BureauClerk], []),
        new(Act.CheckConversions, Reach.Region, [Role.BureauClerk, Role.BureauReviewer], []),
        new(Act.VerifyConversions, Reach.Region, [Role.BureauReviewer], []),
        new(Act.LockPeriods, Reach.Region, [Role.BureauLocker], []),

        // A bureau's people see the registrations of their subtree; clerks prepare nothing here, so they may review too.
        new(Act.ReadOrganisation, Reach.Region, [Role.BureauClerk, Role.BureauReviewer], []),
        new(Act.ReviewRegistrations, Reach.Region, [Role.BureauClerk, Role.BureauReviewer], ["submitted"]),
        // What lies under no bureau; RegistrationReview leaves them nothing else.
        new(Act.ReviewRegistrations, Reach.Platform, [Role.SecurityAdministrator], ["submitted"]),
        new(Act.SuperviseOrganisations, Reach.Region, [Role.BureauReviewer], ["active", "suspended"]),
        // NewAdministrator leaves each only what is theirs: the nearest bureau, and what lies under none.
        new(Act.AppointAdministrators, Reach.Region, [Role.BureauReviewer], ["active"]),
        new(Act.AppointAdministrators, Reach.Platform, [Role.SecurityAdministrator], ["active"]),
        new(Act.KeepDirectory, Reach.Region, [Role.BureauClerk], []),
        new(Act.ReadDirectory, Reach.Region, [Role.BureauClerk, Role.BureauReviewer, Role.BureauLocker, Role.BureauReader], [], Delegable: true),
        new(Act.KeepRegions, Reach.Region, [Role.BureauReviewer], []),
        new(Act.AnswerReports, Reach.Region, [Role.BureauClerk, Role.BureauReviewer], []),
        // Reports about the platform itself lie with its operator.
        new(Act.AnswerReports, Reach.Organisation, [Role.SystemAdministrator], []),

        new(Act.ManageSecurity, Reach.Platform, [Role.SecurityAdministrator], []),
        // It holds for every region, so it is no single bureau's to change.
        new(Act.KeepTables, Reach.Platform, [Role.SystemAdministrator], []),
        new(Act.KeepWeights, Reach.Platform, [Role.SystemAdministrator], []),
        new(Act.RunPlatform, Reach.Platform, [Role.SystemAdministrator], []),
        new(Act.ReadAudit, Reach.Platform, [Role.AuditAdministrator], []),
    ];

    public static IEnumerable<Rule> For(Act act) => Rules.Where(rule => rule.Act == act);

    /// <summary>Before any object is known: could somebody with this role do this at all?</summary>
    public static bool Opens(Act act, bool signedIn, IReadOnlyCollection<Role> roles) => For(act).Any(rule => rule.Reach switch
    {
        Reach.Anyone => true,
        Reach.Self => signedIn,
        _ => rule.Roles.Any(roles.Contains),
    });
}
