using System;
using Marketplace.Web.Conversions.Signals;
using Marketplace.Web.Plans.Forms;
using Marketplace.Web.Plans.Rounds;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class SignalsRoundsForms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "report_rounds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: true),
                    year = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    word = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_rounds", x => x.id);
                    table.CheckConstraint("ck_report_rounds_quarter", "number between 1 and 4");
                    table.ForeignKey(
                        name: "fk_report_rounds_plans_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "signals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversion_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    reasons = table.Column<string>(type: "jsonb", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    gone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signals", x => x.id);
                    table.ForeignKey(
                        name: "fk_signals_conversions_conversion_id",
                        column: x => x.conversion_id,
                        principalTable: "conversions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "superior_forms",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    versions = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deleted_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_superior_forms", x => x.id);
                    table.ForeignKey(
                        name: "fk_superior_forms_plans_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "round_units",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reported_by = table.Column<Guid>(type: "uuid", nullable: true),
                    signer = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    returned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    returned_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_round_units", x => x.id);
                    table.CheckConstraint("ck_round_units_signed", "(reported_at is null) = (signer is null)");
                    table.ForeignKey(
                        name: "fk_round_units_report_rounds_round_id",
                        column: x => x.round_id,
                        principalTable: "report_rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "signal_basis",
                columns: table => new
                {
                    signal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversion_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signal_basis", x => new { x.signal_id, x.conversion_id });
                    table.ForeignKey(
                        name: "fk_signal_basis_conversions_conversion_id",
                        column: x => x.conversion_id,
                        principalTable: "conversions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_signal_basis_signals_signal_id",
                        column: x => x.signal_id,
                        principalTable: "signals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "signal_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    signal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    filing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    words = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signal_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_signal_notes_filings_filing_id",
                        column: x => x.filing_id,
                        principalTable: "filings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_signal_notes_signals_signal_id",
                        column: x => x.signal_id,
                        principalTable: "signals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "superior_form_versions",
                columns: table => new
                {
                    form_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    places = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_superior_form_versions", x => new { x.form_id, x.number });
                    table.ForeignKey(
                        name: "fk_superior_form_versions_superior_forms_form_id",
                        column: x => x.form_id,
                        principalTable: "superior_forms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "round_calls",
                columns: table => new
                {
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_round_calls", x => new { x.unit_id, x.kind, x.on });
                    table.ForeignKey(
                        name: "fk_round_calls_round_units_unit_id",
                        column: x => x.unit_id,
                        principalTable: "round_units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_report_rounds_closed_by",
                table: "report_rounds",
                column: "closed_by");

            migrationBuilder.CreateIndex(
                name: "ix_report_rounds_person_id",
                table: "report_rounds",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_report_rounds_plan_id",
                table: "report_rounds",
                column: "plan_id");

            migrationBuilder.CreateIndex(
                name: "ix_report_rounds_region_path_plan_id_year_number",
                table: "report_rounds",
                columns: new[] { "region_path", "plan_id", "year", "number" },
                unique: true,
                filter: "closed_at is null")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_round_calls_person_id",
                table: "round_calls",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_round_units_region_path",
                table: "round_units",
                column: "region_path");

            migrationBuilder.CreateIndex(
                name: "ix_round_units_reported_by",
                table: "round_units",
                column: "reported_by");

            migrationBuilder.CreateIndex(
                name: "ix_round_units_returned_by",
                table: "round_units",
                column: "returned_by");

            migrationBuilder.CreateIndex(
                name: "ix_round_units_round_id_kind_name_region_path",
                table: "round_units",
                columns: new[] { "round_id", "kind", "name", "region_path" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_signal_basis_conversion_id",
                table: "signal_basis",
                column: "conversion_id");

            migrationBuilder.CreateIndex(
                name: "ix_signal_notes_filing_id",
                table: "signal_notes",
                column: "filing_id");

            migrationBuilder.CreateIndex(
                name: "ix_signal_notes_person_id",
                table: "signal_notes",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_signal_notes_signal_id_id",
                table: "signal_notes",
                columns: new[] { "signal_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_signals_conversion_id_kind_key",
                table: "signals",
                columns: new[] { "conversion_id", "kind", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_signals_standing",
                table: "signals",
                columns: new[] { "kind", "id" },
                filter: "gone_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_superior_form_versions_person_id",
                table: "superior_form_versions",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_superior_forms_deleted_by",
                table: "superior_forms",
                column: "deleted_by");

            migrationBuilder.CreateIndex(
                name: "ix_superior_forms_person_id",
                table: "superior_forms",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_superior_forms_plan_id_name",
                table: "superior_forms",
                columns: new[] { "plan_id", "name" },
                unique: true,
                filter: "deleted_at is null");
            migrationBuilder.Sql(SignalSql.Create);
            migrationBuilder.Sql(RoundSql.Create);
            migrationBuilder.Sql(FormSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(FormSql.Drop);
            migrationBuilder.Sql(RoundSql.Drop);
            migrationBuilder.Sql(SignalSql.Drop);
            migrationBuilder.DropTable(
                name: "round_calls");

            migrationBuilder.DropTable(
                name: "signal_basis");

            migrationBuilder.DropTable(
                name: "signal_notes");

            migrationBuilder.DropTable(
                name: "superior_form_versions");

            migrationBuilder.DropTable(
                name: "round_units");

            migrationBuilder.DropTable(
                name: "signals");

            migrationBuilder.DropTable(
                name: "superior_forms");

            migrationBuilder.DropTable(
                name: "report_rounds");
        }
    }
}
