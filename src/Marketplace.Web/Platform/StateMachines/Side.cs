namespace Marketplace.Web.Platform.StateMachines;

/// <summary>Whose move a step is: "who has the ball".</summary>
public enum Side
{
    /// <summary>许可方、转让方、出质人</summary>
    Giver,

    /// <summary>被许可方、受让方、质权人</summary>
    Taker,

    /// <summary>任一方</summary>
    Either,

    /// <summary>国家知识产权局: told by its notice or the gazette.</summary>
    Office,

    /// <summary>管理专利工作的部门</summary>
    Bureau,

    /// <summary>发明人和其他贡献人</summary>
    Contributor,

    /// <summary>The platform itself: a day came, a guard changed its mind.</summary>
    Platform,
}
