using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>What an applicant must give, step by step; all of it again before it goes to the bureau.</summary>
internal static class RegistrationRules
{
    public const int NameMax = 200;
    public const int AddressMax = 200;
    public const int PersonMax = 50;
    public const int ReasonMax = 500;

    public static bool IsOpen(this RegistrationCase registration) => registration.State is OrganisationState.Draft or OrganisationState.Returned;

    /// <summary>The steps in their order, as their addresses end, with what each must have.</summary>
    private static readonly (string Step, Func<RegistrationCase, bool> IsDone)[] s_steps =
    [
        ("identity", r => r is { Kind: not null, Name: not null }),
        ("region", r => r.RegionPath is not null),
        ("people", r => r is { Address: not null, LegalRepresentative: not null, OperatorName: not null }),
        ("papers", r => r is { LicenceFile: not null, AuthorisationFile: not null }),
    ];

    public static bool Has(this RegistrationCase registration, string step) => Array.Find(s_steps, s => s.Step == step).IsDone(registration);

    /// <summary>Null: nothing is missing.</summary>
    public static string? FirstMissing(this RegistrationCase registration) => Array.Find(s_steps, s => !s.IsDone(registration)).Step;

    /// <summary>Null: it can be filled in.</summary>
    public static Failure? Locked(RegistrationCase registration) => registration.IsOpen() ? null
        : registration.State == OrganisationState.Submitted ? new("registration_submitted", 409, RegistrationTexts.SubmittedLocked)
        : new("state_forbids", 409, Platform.Access.AccessTexts.StateForbids);

    public static List<Failure> Identity(OrganisationKind? kind, string? name)
    {
        var failures = new List<Failure>();
        Text(failures, "name", RegistrationTexts.Name, name, NameMax);
        if (kind is null || !Enum.IsDefined(kind.Value) || kind == OrganisationKind.PlatformOperator) failures.Add(new("kind_missing", 400, RegistrationTexts.KindMissing, "kind"));
        return failures;
    }

    public static List<Failure> People(string? address, string? legalRepresentative, string? operatorName)
    {
        var failures = new List<Failure>();
        Text(failures, "address", RegistrationTexts.Address, address, AddressMax);
        Text(failures, "legal", RegistrationTexts.LegalRepresentative, legalRepresentative, PersonMax);
        Text(failures, "operator", RegistrationTexts.Operator, operatorName, PersonMax);
        return failures;
    }

    public static List<Failure> Complete(RegistrationCase registration)
    {
        List<Failure> failures = [.. Identity(registration.Kind, registration.Name)];
        if (registration.RegionPath is null) failures.Add(new("region_missing", 400, RegistrationTexts.RegionMissing, "region"));
        failures.AddRange(People(registration.Address, registration.LegalRepresentative, registration.OperatorName));
        if (registration.LicenceFile is null) failures.Add(new("licence_missing", 400, RegistrationTexts.LicenceMissing, "licence"));
        if (registration.AuthorisationFile is null) failures.Add(new("authorisation_missing", 400, RegistrationTexts.AuthorisationMissing, "authorisation"));
        return failures;
    }

    public static Failure? Reason(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? new("reason_missing", 400, RegistrationTexts.ReasonMissing, "reason")
        : reason.Trim().Length > ReasonMax ? new("reason_too_long", 400, OrganisationTexts.TooLong.Fill(RegistrationTexts.Reason, ReasonMax), "reason") : null;

    internal static void Text(List<Failure> failures, string field, string label, string? value, int max)
    {
        var length = value?.Trim().Length ?? 0;
        if (length == 0) failures.Add(new($"{field}_missing", 400, OrganisationTexts.Required.Fill(label), field));
        if (length > max) failures.Add(new($"{field}_too_long", 400, OrganisationTexts.TooLong.Fill(label, max), field));
    }
}
