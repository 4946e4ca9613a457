using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Recordal;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>States and steps of licences, payments and recordals in the reader's language.</summary>
public static class LicenceWords
{
    public static string Name(LicenceState state) => Text("Licence" + state);

    public static string Name(LicenceCause cause) => Text("Do" + cause);

    public static string Name(PaymentState state) => Text("Payment" + state);

    public static string Name(RecordalState state) => Text("Recordal" + state);

    public static string Name(RecordalCause cause) => Text("Record" + cause);

    public static string Look(LicenceState state) => state switch
    {
        LicenceState.Effective or LicenceState.Performing => "ok",
        LicenceState.Breach or LicenceState.Disputed => "overdue",
        LicenceState.Ended or LicenceState.Lapsed or LicenceState.Voided => "stopped",
        _ => "soon",
    };

    public static string Look(PaymentState state) => state switch { PaymentState.Confirmed => "ok", PaymentState.Contested => "overdue", PaymentState.Failed => "stopped", _ => "soon" };

    public static string Look(RecordalState state) => state switch { RecordalState.Recorded => "ok", RecordalState.Late or RecordalState.Returned => "overdue", RecordalState.Cancelled or RecordalState.Dropped => "stopped", _ => "soon" };

    public static string Name(PaidState state) => state switch
    {
        PaidState.Free => LicenceTexts.PaidFree,
        PaidState.Later => LicenceTexts.PaidLater,
        PaidState.Contested => LicenceTexts.PaidContested,
        PaidState.PaidAndConfirmed => LicenceTexts.PaidConfirmed,
        _ => LicenceTexts.PaidUnconfirmed,
    };

    private static string Text(string name) => LicenceTexts.ResourceManager.GetString(name, LicenceTexts.Culture)!;
}
