namespace Pipeline.Leads.Facts;

/// <summary>One step of computing every lead anew after an activation. Persisted: add fields, never rename.</summary>
/// <param name="Job">Which activation: document and place among its activations, for example <c>scoring|3</c>.</param>
/// <param name="From">Moment from which the activated version counts; UTC.</param>
/// <param name="Number">Number of the step, from 0.</param>
public sealed record RescoreStep(string Job, DateTimeOffset From, int Number);
