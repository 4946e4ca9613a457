namespace Marketplace.Web.Platform.Access;

public static class RoleNames
{
    /// <summary>In the reader's language; every role has a text of its name, which a test walks.</summary>
    public static string Name(this Role role) => AccessTexts.ResourceManager.GetString($"Role{role}", AccessTexts.Culture)
        ?? throw new InvalidOperationException($"The role {role} has no name.");
}
