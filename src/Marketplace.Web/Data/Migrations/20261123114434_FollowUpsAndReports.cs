using System;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Plans.Reporting;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class FollowUpsAndReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "filed_reports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    year = table.Column<int>(type: "integer", nullable: false),
                    quarter = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seal = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_filed_reports", x => x.id);
                    table.CheckConstraint("ck_filed_reports_quarter", "quarter between 1 and 4");
                });

            migrationBuilder.CreateTable(
                name: "follow_ups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversion_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reminders = table.Column<int>(type: "integer", nullable: false),
                    draft = table.Column<string>(type: "jsonb", nullable: true),
                    use = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    product = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    product_no = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    product_on = table.Column<DateOnly>(type: "date", nullable: true),
                    sales = table.Column<decimal>(type: "numeric(18,2)", nullable: true),
                    jobs = table.Column<int>(type: "integer", nullable: true),
                    why = table.Column<string[]>(type: "text[]", nullable: false),
                    words = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    way = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    whom = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    whom_on = table.Column<DateOnly>(type: "date", nullable: true),
                    whom_how = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    accepted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    filing_id = table.Column<Guid>(type: "uuid", nullable: true),
                    filing_waits = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_follow_ups", x => x.id);
                    table.CheckConstraint("ck_follow_ups_answered", "(answered_at is not null) = (use is not null) and (state not in ('Answered', 'InReview', 'Accepted') or use is not null)");
                    table.CheckConstraint("ck_follow_ups_people", "accepted_by is null or accepted_by is distinct from answered_by");
                    table.CheckConstraint("ck_follow_ups_round", "round > 0 and \"from\" < \"on\"");
                    table.ForeignKey(
                        name: "fk_follow_ups_conversions_conversion_id",
                        column: x => x.conversion_id,
                        principalTable: "conversions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_follow_ups_filings_filing_id",
                        column: x => x.filing_id,
                        principalTable: "filings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "follow_up_codes",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    follow_up_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_follow_up_codes", x => x.hash);
                    table.ForeignKey(
                        name: "fk_follow_up_codes_follow_ups_follow_up_id",
                        column: x => x.follow_up_id,
                        principalTable: "follow_ups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "follow_up_papers",
                columns: table => new
                {
                    follow_up_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_follow_up_papers", x => new { x.follow_up_id, x.place });
                    table.ForeignKey(
                        name: "fk_follow_up_papers_follow_ups_follow_up_id",
                        column: x => x.follow_up_id,
                        principalTable: "follow_ups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_follow_up_papers_stored_files_file_id",
                        column: x => x.file_id,
                        principalTable: "stored_files",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_filed_reports_person_id",
                table: "filed_reports",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_filed_reports_region_path_year_quarter_number",
                table: "filed_reports",
                columns: new[] { "region_path", "year", "quarter", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_follow_up_codes_follow_up_id",
                table: "follow_up_codes",
                column: "follow_up_id");

            migrationBuilder.CreateIndex(
                name: "ix_follow_up_codes_person_id",
                table: "follow_up_codes",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_follow_up_codes_until",
                table: "follow_up_codes",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ix_follow_up_papers_file_id",
                table: "follow_up_papers",
                column: "file_id");

            migrationBuilder.CreateIndex(
                name: "ix_follow_ups_accepted_by",
                table: "follow_ups",
                column: "accepted_by");

            migrationBuilder.CreateIndex(
                name: "ix_follow_ups_answered_by",
                table: "follow_ups",
                column: "answered_by");

            migrationBuilder.CreateIndex(
                name: "ix_follow_ups_conversion_id_round",
                table: "follow_ups",
                columns: new[] { "conversion_id", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_follow_ups_filing_id",
                table: "follow_ups",
                column: "filing_id");

            migrationBuilder.CreateIndex(
                name: "ix_follow_ups_state_since",
                table: "follow_ups",
                columns: new[] { "state", "since" });

            migrationBuilder.Sql(CaseSql.Guard("follow_ups", FollowUpMachine.Machine));
            migrationBuilder.Sql(FollowUpSql.Create);
            migrationBuilder.Sql(ReportingSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(FollowUpSql.Drop);
            migrationBuilder.Sql(ReportingSql.Drop);

            migrationBuilder.DropTable(
                name: "filed_reports");

            migrationBuilder.DropTable(
                name: "follow_up_codes");

            migrationBuilder.DropTable(
                name: "follow_up_papers");

            migrationBuilder.DropTable(
                name: "follow_ups");
        }
    }
}
