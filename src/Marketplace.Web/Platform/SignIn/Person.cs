using Microsoft.AspNetCore.Identity;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>
/// Somebody who can sign in. The name one signs in with is the mobile number or the mail address; <see cref="IdentityUser{TKey}.UserName"/> is the
/// id again, so that nothing that shows the name of an identity (logs, audit) can show a phone number.
/// </summary>
public sealed class Person : IdentityUser<Guid>
{
    public Person()
    {
        Id = Guid.CreateVersion7();
        UserName = Id.ToString("N");
    }

    /// <summary>How colleagues know this person.</summary>
    public required string DisplayName { get; set; }

    /// <summary>For messages; pages go by the reader's own choice.</summary>
    public required string Language { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Set when an administrator or long disuse closed the account; it can be opened again.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Set when the person had their data erased; what the law makes us keep no longer leads to them.</summary>
    public DateTimeOffset? ErasedAt { get; set; }

    public bool MaySignIn => DisabledAt is null && ErasedAt is null;
}
