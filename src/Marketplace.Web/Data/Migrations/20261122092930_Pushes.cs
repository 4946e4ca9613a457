using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Pushes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "match_alerts",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pace = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    most_a_day = table.Column<int>(type: "integer", nullable: false),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_match_alerts", x => x.person_id);
                    table.ForeignKey(
                        name: "fk_match_alerts_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "match_told",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_match_told", x => new { x.person_id, x.need_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_match_told_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_match_told_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_match_told_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pushes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    source = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    state = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    patents = table.Column<string[]>(type: "text[]", nullable: false),
                    filter = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    industry = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: true),
                    enterprises = table.Column<string[]>(type: "text[]", nullable: false),
                    robots = table.Column<string[]>(type: "text[]", nullable: false),
                    reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    way = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    resend = table.Column<bool>(type: "boolean", nullable: false),
                    reached = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decision = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pushes", x => x.id);
                    table.ForeignKey(
                        name: "fk_pushes_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "push_deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    push_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    channel = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    token = table.Column<string>(type: "character varying(26)", maxLength: 26, nullable: true),
                    recipient = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    queued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fail_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    happened_on = table.Column<DateOnly>(type: "date", nullable: true),
                    counts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    recount = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_deliveries", x => x.id);
                    table.ForeignKey(
                        name: "fk_push_deliveries_pushes_push_id",
                        column: x => x.push_id,
                        principalTable: "pushes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "push_delivery_patents",
                columns: table => new
                {
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    place = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_delivery_patents", x => new { x.delivery_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_push_delivery_patents_push_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalTable: "push_deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "push_feedback",
                columns: table => new
                {
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    useful = table.Column<bool>(type: "boolean", nullable: false),
                    why = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_feedback", x => new { x.delivery_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_push_feedback_push_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalTable: "push_deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "push_items",
                columns: table => new
                {
                    uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false, collation: "C"),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: true),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    channel = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_items", x => new { x.uscc, x.application_no });
                    table.ForeignKey(
                        name: "fk_push_items_push_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalTable: "push_deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateIndex(
                name: "ix_match_told_application_no",
                table: "match_told",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_match_told_need_id",
                table: "match_told",
                column: "need_id");

            migrationBuilder.CreateIndex(
                name: "ix_match_told_person_id_told_at",
                table: "match_told",
                columns: new[] { "person_id", "told_at" });

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_on_the_way",
                table: "push_deliveries",
                column: "queued_at",
                filter: "failed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_person_id",
                table: "push_deliveries",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_push_id_id",
                table: "push_deliveries",
                columns: new[] { "push_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_recount",
                table: "push_deliveries",
                column: "id",
                filter: "recount");

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_token",
                table: "push_deliveries",
                column: "token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_uscc_created_at",
                table: "push_deliveries",
                columns: new[] { "uscc", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_push_delivery_patents_application_no",
                table: "push_delivery_patents",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_push_items_counted",
                table: "push_items",
                columns: new[] { "region_path", "delivered_at" },
                filter: "delivered_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_push_items_delivery_id",
                table: "push_items",
                column: "delivery_id");

            migrationBuilder.CreateIndex(
                name: "ix_pushes_bureau_id_source_id",
                table: "pushes",
                columns: new[] { "bureau_id", "source", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pushes_open",
                table: "pushes",
                column: "not_before",
                filter: "state in ('Waiting', 'Sending')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "match_alerts");

            migrationBuilder.DropTable(
                name: "match_told");

            migrationBuilder.DropTable(
                name: "push_delivery_patents");

            migrationBuilder.DropTable(
                name: "push_feedback");

            migrationBuilder.DropTable(
                name: "push_items");

            migrationBuilder.DropTable(
                name: "push_deliveries");

            migrationBuilder.DropTable(
                name: "pushes");
        }
    }
}
