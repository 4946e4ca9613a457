using System.Globalization;
using System.Runtime.InteropServices;

namespace Marketplace.Matching.Encoder;

/// <summary>The encoder's numbers as its file holds them: a list of names, and all tensors one behind the other.</summary>
internal sealed class Tensors
{
    private readonly byte[] _bytes;
    private readonly Dictionary<string, (int Rows, int Columns, int Offset)> _places;

    public Tensors(string folder)
    {
        _bytes = File.ReadAllBytes(Path.Combine(folder, "encoder.bin"));
        _places = File.ReadLines(Path.Combine(folder, "encoder.tsv")).Skip(1).Select(line => line.Split('\t')).ToDictionary(
            cells => cells[0], cells => (Number(cells[2]), Number(cells[3]), Number(cells[4])), StringComparer.Ordinal);
    }

    public float[] Floats(string name)
    {
        var (rows, columns, offset) = _places[name];
        return MemoryMarshal.Cast<byte, float>(_bytes.AsSpan(offset, rows * columns * sizeof(float))).ToArray();
    }

    public sbyte[] Bytes(string name)
    {
        var (rows, columns, offset) = _places[name];
        return MemoryMarshal.Cast<byte, sbyte>(_bytes.AsSpan(offset, rows * columns)).ToArray();
    }

    public Linear Linear(string name) => new(Bytes(name), Floats(name + ".scale"), Floats(name + ".bias"));

    public Norm Norm(string name) => new(Floats(name + ".weight"), Floats(name + ".bias"));

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
