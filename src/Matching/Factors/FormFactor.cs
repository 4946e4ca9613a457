using System.Numerics;

namespace Marketplace.Matching.Factors;

/// <summary>What would be taken against what is offered. What can never become the other (who wants to buy cannot take an open licence) is a rule before scores.</summary>
internal sealed class FormFactor : ICircumstance
{
    private const double Instead = 0.3;

    /// <summary>Which offers serve who wants a form, though they are called otherwise: worth asking.</summary>
    private static readonly (Forms Wanted, Forms Serves)[] s_instead =
    [
        (Forms.OpenLicence, Forms.OrdinaryLicence),
        (Forms.OrdinaryLicence, Forms.SoleLicence | Forms.ExclusiveLicence | Forms.JointDevelopment),
        (Forms.SoleLicence, Forms.ExclusiveLicence | Forms.OrdinaryLicence | Forms.Assignment),
        (Forms.ExclusiveLicence, Forms.SoleLicence | Forms.Assignment),
        (Forms.Assignment, Forms.ExclusiveLicence | Forms.Equity),
        (Forms.Equity, Forms.Assignment | Forms.JointDevelopment),
        (Forms.JointDevelopment, Forms.Equity | Forms.OrdinaryLicence | Forms.SoleLicence | Forms.ExclusiveLicence),
    ];

    public Factor Factor => Factor.Form;

    /// <summary>All forms that serve: what candidates must have one of.</summary>
    public static Forms Serving(Forms wanted)
    {
        if (wanted == Forms.None) return Forms.All;
        var serving = Fully(wanted);
        foreach (var (form, instead) in s_instead) if (wanted.HasFlag(form)) serving |= instead;
        return serving;
    }

    public double Of(NeedFacts need, OfferFacts offer, DateOnly today)
    {
        if (need.Forms == Forms.None || offer.Forms == Forms.None) return Circumstances.Unknown;
        if ((Fully(need.Forms) & offer.Forms) != Forms.None) return 1;
        return (Serving(need.Forms) & offer.Forms) != Forms.None ? Instead : 0;
    }

    public (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today)
    {
        if (need.Forms == Forms.None || offer.Forms == Forms.None) return ("form.unknown", []);
        var met = Fully(need.Forms) & offer.Forms;
        return met != Forms.None ? ("form.met", [First(met).ToString()]) : ("form.other", [First(offer.Forms).ToString()]);
    }

    /// <summary>An open licence is an ordinary one that anybody may take.</summary>
    private static Forms Fully(Forms wanted) => wanted.HasFlag(Forms.OrdinaryLicence) ? wanted | Forms.OpenLicence : wanted;

    private static Forms First(Forms forms) => (Forms)(1 << BitOperations.TrailingZeroCount((uint)forms));
}
