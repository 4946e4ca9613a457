namespace Marketplace.Search.Tests.Queries;

/// <summary>Text as badly made as can be, from a seed.</summary>
internal static class RandomText
{
    private static readonly string[] Pieces =
    [
        "锂电池", "正极材料", "浙江大学", "鋰電池", "一种", " ", "\u3000", "\"", "“", "”", "「", "」", "＂", "-", "－", "--", "ipc:", "IPC：", "holder:", "year:", "foo:", ":", "：", "*",
        "A01G*", "H01M10/0525", "ZL202110123456.7", "GB/T 4754", "LiFePO4", "ＬｉＦｅ", "-20℃", "5 mm", "e\u0301", "\u0301\u0302", "\uD83D\uDE00", "\uD83D\uDC68\u200D\uD83D\uDC69", "\uD800", "\uDC00", "\0", "\r\n", "&lt;",
        "<script>", "'", "𠮷", "ئۇيغۇر", "(((((((a+)+)+)+", "\uFFFF", "㎏", "ﬁ", "。", "，", ".", "1.5", "i\u0307",
    ];

    public static string Of(Random random, int most)
    {
        var pieces = new string[random.Next(most)];
        for (var i = 0; i < pieces.Length; i++) pieces[i] = random.Next(8) == 0 ? ((char)random.Next(0x10000)).ToString() : Pieces[random.Next(Pieces.Length)];
        return string.Concat(pieces);
    }
}
