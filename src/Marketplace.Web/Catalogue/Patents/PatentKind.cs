namespace Marketplace.Web.Catalogue.Patents;

/// <summary>What is protected. Its number says it: 1 and 8 are inventions, 2 and 9 utility models, 3 designs.</summary>
public enum PatentKind
{
    /// <summary>发明</summary>
    Invention,

    /// <summary>实用新型</summary>
    UtilityModel,

    /// <summary>外观设计: has Locarno classes instead of IPC symbols.</summary>
    Design,
}
