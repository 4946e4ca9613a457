using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class WorkList : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_work_items_organisation_id_role_done_at",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_work_items_person_id_done_at",
                table: "work_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_work_items_audience",
                table: "work_items");

            migrationBuilder.AddColumn<Guid>(
                name: "assigned_to",
                table: "work_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "waiting_organisation_id",
                table: "work_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "waiting_person_id",
                table: "work_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "consents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    version = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consents", x => x.id);
                    table.ForeignKey(
                        name: "fk_consents_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "data_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due = table.Column<DateOnly>(type: "date", nullable: false),
                    answer = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_data_requests_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    subject_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    link = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    office_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    contact = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due = table.Column<DateOnly>(type: "date", nullable: false),
                    joined_to = table.Column<Guid>(type: "uuid", nullable: true),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    answer = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reports", x => x.id);
                    table.ForeignKey(
                        name: "fk_reports_reports_joined_to",
                        column: x => x.joined_to,
                        principalTable: "reports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "work_absences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    colleague_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    until_day = table.Column<DateOnly>(type: "date", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work_absences", x => x.id);
                    table.CheckConstraint("ck_work_absences_days", "from_day <= until_day and person_id <> colleague_id");
                    table.ForeignKey(
                        name: "fk_work_absences_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_work_absences_people_colleague_id",
                        column: x => x.colleague_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_work_absences_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "work_put_offs",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    work_item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work_put_offs", x => new { x.person_id, x.work_item_id });
                    table.ForeignKey(
                        name: "fk_work_put_offs_work_items_work_item_id",
                        column: x => x.work_item_id,
                        principalTable: "work_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "work_transfers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    work_item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work_transfers", x => x.id);
                    table.ForeignKey(
                        name: "fk_work_transfers_work_items_work_item_id",
                        column: x => x.work_item_id,
                        principalTable: "work_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "work_urges",
                columns: table => new
                {
                    work_item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    workday = table.Column<DateOnly>(type: "date", nullable: false),
                    by_person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work_urges", x => new { x.work_item_id, x.workday });
                    table.ForeignKey(
                        name: "fk_work_urges_work_items_work_item_id",
                        column: x => x.work_item_id,
                        principalTable: "work_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_done_by_done_at_id",
                table: "work_items",
                columns: new[] { "done_by", "done_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_open_assigned",
                table: "work_items",
                column: "assigned_to",
                filter: "done_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_open_person",
                table: "work_items",
                column: "person_id",
                filter: "done_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_open_role",
                table: "work_items",
                columns: new[] { "organisation_id", "role" },
                filter: "done_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_waiting_organisation",
                table: "work_items",
                column: "waiting_organisation_id",
                filter: "done_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_waiting_person",
                table: "work_items",
                column: "waiting_person_id",
                filter: "done_at is null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_work_items_audience",
                table: "work_items",
                sql: "(organisation_id is null) = (role is null) and (person_id is not null or role is not null)");

            migrationBuilder.CreateIndex(
                name: "ix_consents_person_id_kind_version",
                table: "consents",
                columns: new[] { "person_id", "kind", "version" },
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_data_requests_person_id_id",
                table: "data_requests",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reports_code",
                table: "reports",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reports_joined_to",
                table: "reports",
                column: "joined_to");

            migrationBuilder.CreateIndex(
                name: "ix_reports_office_id_id",
                table: "reports",
                columns: new[] { "office_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reports_open",
                table: "reports",
                columns: new[] { "subject_kind", "subject_id", "reason" },
                unique: true,
                filter: "answered_at is null and joined_to is null");

            migrationBuilder.CreateIndex(
                name: "ix_reports_person_id",
                table: "reports",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_reports_region_path_id",
                table: "reports",
                columns: new[] { "region_path", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_work_absences_colleague_id",
                table: "work_absences",
                column: "colleague_id",
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_work_absences_organisation_id",
                table: "work_absences",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_work_absences_person_id",
                table: "work_absences",
                column: "person_id",
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_work_put_offs_work_item_id",
                table: "work_put_offs",
                column: "work_item_id");

            migrationBuilder.CreateIndex(
                name: "ix_work_transfers_work_item_id",
                table: "work_transfers",
                column: "work_item_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "consents");

            migrationBuilder.DropTable(
                name: "data_requests");

            migrationBuilder.DropTable(
                name: "reports");

            migrationBuilder.DropTable(
                name: "work_absences");

            migrationBuilder.DropTable(
                name: "work_put_offs");

            migrationBuilder.DropTable(
                name: "work_transfers");

            migrationBuilder.DropTable(
                name: "work_urges");

            migrationBuilder.DropIndex(
                name: "ix_work_items_done_by_done_at_id",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_work_items_open_assigned",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_work_items_open_person",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_work_items_open_role",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_work_items_waiting_organisation",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_work_items_waiting_person",
                table: "work_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_work_items_audience",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "assigned_to",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "waiting_organisation_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "waiting_person_id",
                table: "work_items");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_organisation_id_role_done_at",
                table: "work_items",
                columns: new[] { "organisation_id", "role", "done_at" });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_person_id_done_at",
                table: "work_items",
                columns: new[] { "person_id", "done_at" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_work_items_audience",
                table: "work_items",
                sql: "(person_id is null) <> (organisation_id is null or role is null)");
        }
    }
}
