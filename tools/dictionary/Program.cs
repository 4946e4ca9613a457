using Marketplace.Dictionary;

// dotnet run --project tools/dictionary -- WORD-LISTS OUTPUT
if (args is not [var lists, var output])
{
    Console.Error.WriteLine("Give the folder of the word lists (words.txt, thuocl_*.txt) and the file to write.");
    return 2;
}
var words = WordLists.Read(lists);
DictionaryPacker.Pack(words).Save(output);
Console.Error.WriteLine($"{words.Count} words, {new FileInfo(output).Length} bytes.");
return 0;
