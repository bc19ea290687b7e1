using System.Globalization;
using Pipeline.Events;
using Pipeline.Imports.Reading;
using Pipeline.Problems;

namespace Pipeline.Imports;

/// <summary>
/// Many rejected rows as one payload that can be uploaded by itself: <c>{"rows":[…]}</c>, or lines that could not be read.
/// </summary>
/// <param name="Payload">UTF-8, at most <see cref="RejectedEvent.MaxPayloadBytes"/> unless it is one row.</param>
/// <param name="Problems">What is wrong, with the numbers of the rows.</param>
/// <param name="Numbers">Numbers of the rows; at most <see cref="MaxRows"/>.</param>
internal sealed record RejectedPage(byte[] Payload, IReadOnlyList<Problem> Problems, IReadOnlyList<int> Numbers)
{
    /// <summary>Most rows of a page, so that their numbers fit into a stored text.</summary>
    public const int MaxRows = 2_000;

    private static readonly (byte[] Start, byte[] Between, byte[] End) Json =
        ("{\"rows\":["u8.ToArray(), ","u8.ToArray(), "]}"u8.ToArray());
    private static readonly (byte[] Start, byte[] Between, byte[] End) Lines = ([], "\n"u8.ToArray(), []);

    /// <summary>Cuts rows into pages.</summary>
    /// <param name="rows">Rows with their payloads and faults.</param>
    public static IEnumerable<RejectedPage> Cut(IEnumerable<(RawRow Row, byte[] Payload, IReadOnlyList<Problem> Problems)> rows)
    {
        foreach (var kind in rows.GroupBy(item => item.Row.Unreadable is null))
        {
            var frame = kind.Key ? Json : Lines;
            var page = new List<byte>();
            var problems = new List<Problem>();
            var numbers = new List<int>();
            foreach (var (row, payload, faults) in kind)
            {
                var length = page.Count + frame.Between.Length + payload.Length + frame.End.Length;
                if (numbers.Count == MaxRows || (page.Count > 0 && length > RejectedEvent.MaxPayloadBytes))
                {
                    yield return new RejectedPage([.. page, .. frame.End], [.. problems], [.. numbers]);
                    page.Clear();
                    problems.Clear();
                    numbers.Clear();
                }

                page.AddRange(page.Count == 0 ? frame.Start : frame.Between);
                page.AddRange(payload);
                numbers.Add(row.Number);
                problems.AddRange(faults.Select(fault => fault with
                {
                    Field = string.Create(
                        CultureInfo.InvariantCulture, $"row {row.Number}{(fault.Field.Length == 0 ? "" : ", ")}{fault.Field}"),
                }));
            }

            if (page.Count > 0)
            {
                yield return new RejectedPage([.. page, .. frame.End], [.. problems], [.. numbers]);
            }
        }
    }
}
